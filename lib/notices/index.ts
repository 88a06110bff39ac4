// Being told: the channels of an organisation, what was sent through them, and what there was to tell.
import * as channels from '#lib/data/channels.ts'
import * as deliveries from '#lib/data/deliveries.ts'
import { listMembers } from '#lib/data/members.ts'
import type { Channel, Delivery, Member, NoticedEvent, Page } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'
import { type ChannelSecret, newSigningSecret, openChannel, sealChannel } from '#lib/webhooks/index.ts'
import {
  checkAddress,
  checkHookUrl,
  checkKind,
  checkKinds,
  checkLeast,
  checkName,
  targetOf,
} from './input.ts'

// So long a receiver may take to learn the new secret.
const BOTH_SECRETS_MS = 24 * 3_600_000

export type NewChannel = {
  readonly name: string
  readonly kind: string
  /** A member's address, or the URL of a webhook. */
  readonly to: string
  /** Of events; none, or absent: every kind. */
  readonly kinds?: readonly string[]
  /** The least severity that is sent; `warning` where absent. */
  readonly least?: string
}

/** Oldest first. @throws Fault forbidden */
export async function listChannels(member: Member): Promise<Channel[]> {
  requirePermission(member, 'channels.manage')
  return channels.listChannels(member.organisation)
}

/**
 * Makes a channel. The secret that a webhook is signed with is in this answer and nowhere else.
 * @throws Fault forbidden, invalid-input, url-refused, address-refused, limit-reached
 */
export async function createChannel(
  member: Member,
  channel: NewChannel,
): Promise<{ channel: Channel; secret: string | null }> {
  requirePermission(member, 'channels.manage')
  const kind = checkKind(channel.kind)
  const id = channels.newChannelId(member.organisation)
  const given = {
    id,
    name: checkName(channel.name),
    kind,
    kinds: checkKinds(channel.kinds ?? []),
    least: checkLeast(channel.least ?? 'warning'),
  }
  if (kind === 'email') {
    const people = await listMembers(member.organisation)
    const target = checkAddress(
      channel.to,
      people.map((person) => person.email),
    )
    return { channel: await channels.insertChannel(member, { ...given, target, sealed: null }), secret: null }
  }
  const url = checkHookUrl(channel.to)
  const secret = kind === 'webhook' ? newSigningSecret() : null
  const sealed = seal(member, id, { url: url.href, ...(secret !== null && { secret }) })
  return {
    channel: await channels.insertChannel(member, { ...given, target: targetOf(url), sealed }),
    secret,
  }
}

/** Changes what is sent, or turns it on or off. @throws Fault forbidden, not-found, invalid-input */
export async function updateChannel(
  member: Member,
  channelId: string,
  change: channels.ChannelChange,
): Promise<Channel> {
  requirePermission(member, 'channels.manage')
  if (Object.values(change).every((value) => value === undefined))
    throw new Fault(
      'invalid-input',
      'Nothing to change was given: a name, events, a severity, or on and off.',
    )
  return channels.updateChannel(member, channelId, {
    ...(change.name !== undefined && { name: checkName(change.name) }),
    ...(change.kinds !== undefined && { kinds: checkKinds(change.kinds) }),
    ...(change.least !== undefined && { least: checkLeast(change.least) }),
    ...(change.isOn !== undefined && { isOn: change.isOn }),
  })
}

/** Deletes a channel with its log. @throws Fault forbidden, not-found */
export async function deleteChannel(member: Member, channelId: string): Promise<void> {
  requirePermission(member, 'channels.manage')
  await channels.deleteChannel(member, channelId)
}

/**
 * Gives a webhook another secret, shown once; for a day messages are signed with both.
 * @throws Fault forbidden, not-found, invalid-input (a channel that is no webhook)
 */
export async function rotateChannelSecret(member: Member, channelId: string): Promise<{ secret: string }> {
  requirePermission(member, 'channels.manage')
  const secret = newSigningSecret()
  await channels.replaceSealed(member, channelId, (channel, sealed) => {
    if (channel.kind !== 'webhook' || !sealed)
      throw new Fault('invalid-input', 'Only a webhook is signed. This channel has no secret to rotate.')
    const old = openChannel(env().secretKey, { organisationId: member.organisation.id, channelId }, sealed)
    const before = { secret: old.secret ?? '', until: Date.now() + BOTH_SECRETS_MS }
    return seal(member, channelId, { url: old.url, secret, before })
  })
  return { secret }
}

/** Puts a test message on its way. @throws Fault forbidden, not-found, invalid-input (it is off), too-many-attempts */
export async function testChannel(member: Member, channelId: string): Promise<{ deliveryId: string }> {
  requirePermission(member, 'channels.manage')
  return channels.insertTest(member, channelId)
}

/** Newest first, 25 a page. @throws Fault forbidden, not-found (the channel), invalid-input (a cursor) */
export async function listDeliveries(
  member: Member,
  filter: { readonly channelId?: string; readonly cursor?: string } = {},
): Promise<Page<Delivery>> {
  requirePermission(member, 'channels.manage')
  return deliveries.listDeliveries(member.organisation, filter)
}

/** Sends one again under its id. @throws Fault forbidden, not-found, invalid-input (its channel is off) */
export async function replayDelivery(member: Member, deliveryId: string): Promise<void> {
  requirePermission(member, 'channels.manage')
  await deliveries.replayDelivery(member, deliveryId)
}

/** What there was to tell, newest first, 25 a page. @throws Fault invalid-input (a cursor) */
export async function listEvents(
  member: Member,
  filter: { readonly cursor?: string } = {},
): Promise<Page<NoticedEvent>> {
  requirePermission(member, 'organisation.read')
  return deliveries.listEvents(member.organisation, filter.cursor)
}

function seal(member: Member, channelId: string, value: ChannelSecret): Uint8Array<ArrayBuffer> {
  const place = { organisationId: member.organisation.id, channelId }
  return new Uint8Array(sealChannel(env().secretKey, place, value))
}
