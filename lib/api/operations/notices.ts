// /channels, /deliveries and /events
import { z } from 'zod'
import type { Channel, Delivery, NoticedEvent } from '#lib/data/model.ts'
import { EVENT_KINDS, SEVERITIES, wordsOf } from '#lib/messages/index.ts'
import {
  createChannel,
  deleteChannel,
  listChannels,
  listDeliveries,
  listEvents,
  replayDelivery,
  rotateChannelSecret,
  testChannel,
  updateChannel,
} from '#lib/notices/index.ts'
import { operation } from '../operation.ts'
import { cursor, id, instant, listOf, pageOf } from '../shapes.ts'

const kind = z.enum(['email', 'slack', 'webhook'])
const least = z.enum(SEVERITIES).meta({ description: 'The least severity that is sent.' })
const kinds = z
  .array(z.enum(Object.keys(EVENT_KINDS)))
  .max(50)
  .meta({ description: 'The events that are sent; none: all of them.' })
const name = z.string().min(1).max(80)

const channel = z
  .object({
    id,
    name: z.string(),
    kind,
    target: z
      .string()
      .meta({ description: 'The address, or the host of the URL, which is not shown again.' }),
    kinds: z.array(z.string()),
    least,
    isOn: z.boolean(),
    offReason: z.string().meta({ description: 'Why it was turned off, where nobody did it.' }),
    failingSince: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Channel' })

const event = z
  .object({
    id,
    at: instant,
    type: z.string(),
    severity: z.enum(SEVERITIES),
    subject: z.string().meta({ description: 'The id of what it is about.' }),
    title: z.string(),
    text: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' })

const delivery = z
  .object({
    id: id.meta({ description: 'Also the `webhook-id` of each attempt.' }),
    channelId: id,
    event,
    status: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.int(),
    triedAt: instant.nullable(),
    nextAt: instant.nullable(),
    responseStatus: z.int().nullable(),
    error: z.string(),
    excerpt: z.string().meta({ description: 'The beginning of what the receiver answered.' }),
  })
  .meta({ id: 'Delivery' })

export const list = operation({
  name: 'listChannels',
  method: 'GET',
  path: '/channels',
  summary: 'Where people are told, oldest first',
  answer: listOf(channel),
  run: async ({ member }) => ({ items: (await listChannels(member)).map(toChannel) }),
})

export const create = operation({
  name: 'createChannel',
  method: 'POST',
  path: '/channels',
  summary: 'Add a channel; the secret that a webhook is signed with is in this answer and nowhere else',
  body: z.strictObject({
    name,
    kind,
    to: z.string().min(1).max(2048).meta({ description: 'A member’s address, or the URL of a webhook.' }),
    kinds: kinds.optional(),
    least: least.optional(),
  }),
  status: 201,
  answer: z.object({ channel, secret: z.string().nullable() }).meta({ id: 'ChannelWithSecret' }),
  run: async ({ member, body: { kinds, least, ...given } }) => {
    const made = await createChannel(member, { ...given, ...(kinds && { kinds }), ...(least && { least }) })
    return { channel: toChannel(made.channel), secret: made.secret }
  },
})

export const update = operation({
  name: 'updateChannel',
  method: 'PATCH',
  path: '/channels/{id}',
  summary: 'Change what a channel is sent, or turn it on or off',
  body: z.strictObject({
    name: name.optional(),
    kinds: kinds.optional(),
    least: least.optional(),
    isOn: z.boolean().optional(),
  }),
  answer: channel,
  run: async ({ member, id, body }) => {
    const { name, kinds, least, isOn } = body
    const change = {
      ...(name !== undefined && { name }),
      ...(kinds && { kinds }),
      ...(least && { least }),
      ...(isOn !== undefined && { isOn }),
    }
    return toChannel(await updateChannel(member, id, change))
  },
})

export const remove = operation({
  name: 'deleteChannel',
  method: 'DELETE',
  path: '/channels/{id}',
  summary: 'Delete a channel and its log',
  run: async ({ member, id }) => {
    await deleteChannel(member, id)
    return undefined
  },
})

export const rotate = operation({
  name: 'rotateChannelSecret',
  method: 'POST',
  path: '/channels/{id}/rotate',
  summary: 'Give a webhook another secret; for a day messages are signed with both',
  answer: z.object({ secret: z.string() }),
  run: ({ member, id }) => rotateChannelSecret(member, id),
})

export const test = operation({
  name: 'testChannel',
  method: 'POST',
  path: '/channels/{id}/test',
  summary: 'Send a test message',
  answer: z.object({ deliveryId: id }),
  run: ({ member, id }) => testChannel(member, id),
})

export const deliveries = operation({
  name: 'listDeliveries',
  method: 'GET',
  path: '/deliveries',
  summary: 'What was sent, newest first, to one channel where it is named',
  query: z.strictObject({ channelId: id.optional(), cursor }),
  answer: pageOf(delivery),
  run: async ({ member, query: { channelId, cursor } }) => {
    const page = await listDeliveries(member, {
      ...(channelId !== undefined && { channelId }),
      ...(cursor !== undefined && { cursor }),
    })
    return { items: page.items.map(toDelivery), nextCursor: page.nextCursor }
  },
})

export const replay = operation({
  name: 'replayDelivery',
  method: 'POST',
  path: '/deliveries/{id}/replay',
  summary: 'Send one again, under the same id',
  run: async ({ member, id }) => {
    await replayDelivery(member, id)
    return undefined
  },
})

export const events = operation({
  name: 'listEvents',
  method: 'GET',
  path: '/events',
  summary: 'What there was to tell, newest first, for 90 days',
  query: z.strictObject({ cursor }),
  answer: pageOf(event),
  run: async ({ member, query: { cursor } }) => {
    const page = await listEvents(member, cursor === undefined ? {} : { cursor })
    return { items: page.items.map(toEvent), nextCursor: page.nextCursor }
  },
})

function toChannel(row: Channel): z.input<typeof channel> {
  return {
    ...row,
    kinds: [...row.kinds],
    failingSince: row.failingSince?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }
}

function toEvent(row: NoticedEvent): z.input<typeof event> {
  const { title, sentence } = wordsOf(row)
  const { id, severity, subject, detail } = row
  return { id, at: row.at.toISOString(), type: row.kind, severity, subject, title, text: sentence, detail }
}

function toDelivery(row: Delivery): z.input<typeof delivery> {
  const { channelName: _, event, triedAt, nextAt, ...rest } = row
  const times = { triedAt: triedAt?.toISOString() ?? null, nextAt: nextAt?.toISOString() ?? null }
  return { ...rest, ...times, event: toEvent(event) }
}
