// Channels, and what was sent through them. What is sealed never leaves the folder but to be opened again.
import { Fault } from '#lib/fault.ts'
import { newId } from '#lib/id.ts'
import { type ChannelKind, TEST_KIND } from '#lib/messages/index.ts'
import type { ChannelModel } from '../../prisma/generated/prisma/models.ts'
import { difference, writeAudit } from './audit.ts'
import { database, type Transaction, transaction } from './client.ts'
import type { Channel, Member, Organisation } from './model.ts'
import { isOwnId } from './own-id.ts'
import { requireRoom } from './quotas.ts'

const TESTS_IN_TEN_MINUTES = 20

export type ChannelChange = {
  readonly name?: string
  readonly kinds?: readonly string[]
  readonly least?: string
  readonly isOn?: boolean
}

/** The id of a channel that is about to be made: its URL is sealed for it. */
export function newChannelId(organisation: Organisation): string {
  return newId('chn', organisation.id)
}

/** Oldest first. */
export async function listChannels(organisation: Organisation): Promise<Channel[]> {
  const rows = await database().channel.findMany({
    where: { organisationId: organisation.id },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(toChannel)
}

/** @throws Fault limit-reached */
export async function insertChannel(
  member: Member,
  channel: {
    readonly id: string
    readonly name: string
    readonly kind: ChannelKind
    readonly target: string
    readonly sealed: Uint8Array<ArrayBuffer> | null
    readonly kinds: readonly string[]
    readonly least: string
  },
): Promise<Channel> {
  const organisationId = member.organisation.id
  return transaction(async (tx) => {
    await requireRoom(tx, organisationId, 'channels')
    const row = await tx.channel.create({ data: { organisationId, ...channel, kinds: [...channel.kinds] } })
    const { name, kind, target } = channel
    await writeAudit(tx, member, 'channel.created', channel.id, {
      name,
      kind,
      target,
      kinds: channel.kinds,
      least: channel.least,
    })
    return toChannel(row)
  })
}

/** Turning one on again forgets what was wrong with it. @throws Fault not-found */
export function updateChannel(member: Member, channelId: string, change: ChannelChange): Promise<Channel> {
  return changed(member, channelId, async (tx, key, before) => {
    const { kinds, ...columns } = change
    const row = await tx.channel.update({
      where: { organisationId_id: key },
      data: {
        ...columns,
        ...(kinds && { kinds: [...kinds] }),
        ...(change.isOn && { offReason: '', failingSince: null }),
        ...(change.isOn === false && { offReason: '' }),
      },
    })
    // What waits for a channel that a person turned off is not sent when it is turned on again.
    if (change.isOn === false) {
      await tx.delivery.updateMany({
        where: { organisationId: key.organisationId, channelId, status: 'waiting' },
        data: { status: 'failed', nextAt: null, error: 'The channel was turned off before this was sent.' },
      })
    }
    const { name, least, isOn } = before
    await writeAudit(tx, member, 'channel.updated', channelId, {
      name,
      ...difference({ name, least, isOn, kinds: before.kinds }, { ...columns, ...(kinds && { kinds }) }),
    })
    return toChannel(row)
  })
}

/** Puts what `reseal` makes of the sealed bytes in their place. @throws Fault not-found, and those of `reseal` */
export function replaceSealed(
  member: Member,
  channelId: string,
  reseal: (channel: Channel, sealed: Uint8Array | null) => Uint8Array<ArrayBuffer>,
): Promise<void> {
  return changed(member, channelId, async (tx, key, row) => {
    const sealed = reseal(toChannel(row), row.sealed)
    await tx.channel.update({ where: { organisationId_id: key }, data: { sealed } })
    await writeAudit(tx, member, 'channel.rotated', channelId, { name: row.name })
  })
}

/** Deletes a channel and its log. @throws Fault not-found */
export function deleteChannel(member: Member, channelId: string): Promise<void> {
  return changed(member, channelId, async (tx, key, row) => {
    await tx.channel.delete({ where: { organisationId_id: key } })
    await writeAudit(tx, member, 'channel.deleted', channelId, { name: row.name, kind: row.kind })
  })
}

/** Puts a test message on its way to one channel. @throws Fault not-found, invalid-input (it is off), too-many-attempts */
export function insertTest(member: Member, channelId: string): Promise<{ deliveryId: string }> {
  const organisationId = member.organisation.id
  return changed(member, channelId, async (tx, _key, row) => {
    requireOn(row)
    const since = new Date(Date.now() - 600_000)
    const where = { organisationId, kind: TEST_KIND, at: { gt: since } }
    if ((await tx.event.count({ where })) >= TESTS_IN_TEN_MINUTES)
      throw new Fault('too-many-attempts', 'Many tests were sent in the last minutes. Try again in a while.')
    const eventId = newId('ntc', organisationId)
    const id = newId('dlv', organisationId)
    const event = { organisationId, id: eventId, kind: TEST_KIND, severity: 'info', subject: channelId }
    await tx.event.create({ data: { ...event, detail: { by: member.email } } })
    await tx.delivery.create({ data: { organisationId, id, channelId, eventId } })
    await writeAudit(tx, member, 'channel.tested', channelId)
    return { deliveryId: id }
  })
}

/** Runs `work` on a channel that is locked. One sentence for what is missing and what is somebody else's. */
export async function changed<T>(
  member: Member,
  channelId: string,
  work: (tx: Transaction, key: { organisationId: string; id: string }, row: ChannelModel) => Promise<T>,
): Promise<T> {
  if (!isOwnId('chn', member.organisation, channelId)) throw channelNotFound()
  const key = { organisationId: member.organisation.id, id: channelId }
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM channel WHERE organisation_id = ${key.organisationId} AND id = ${key.id} FOR UPDATE`
    const row = await tx.channel.findUnique({ where: { organisationId_id: key } })
    if (!row) throw channelNotFound()
    return work(tx, key, row)
  })
}

export function requireOn(row: { readonly isOn: boolean }): void {
  if (!row.isOn) throw new Fault('invalid-input', 'This channel is off. Turn it on first.')
}

export function channelNotFound(): Fault {
  return new Fault('not-found', 'There is no such channel.')
}

function toChannel(row: ChannelModel): Channel {
  const { id, name, target, kinds, least, isOn, offReason, failingSince, createdAt } = row
  const kind = row.kind as ChannelKind
  return {
    id,
    name,
    kind,
    target,
    kinds,
    least: least as Channel['least'],
    isOn,
    offReason,
    failingSince,
    createdAt,
  }
}
