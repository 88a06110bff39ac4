// What happened and where it was sent, for people.
import { Fault } from '#lib/fault.ts'
import { writeAudit } from './audit.ts'
import { changed, channelNotFound, requireOn } from './channels.ts'
import { database } from './client.ts'
import type { Delivery, Member, NoticedEvent, Organisation, Page } from './model.ts'
import { isOwnId } from './own-id.ts'

const PAGE_SIZE = 25

/** Newest first, 25 a page; of one channel where it is named. @throws Fault not-found (the channel) */
export async function listDeliveries(
  organisation: Organisation,
  filter: { readonly channelId?: string; readonly cursor?: string },
): Promise<Page<Delivery>> {
  const organisationId = organisation.id
  const { channelId, cursor } = filter
  if (channelId !== undefined) {
    const key = { organisationId, id: channelId }
    if (!isOwnId('chn', organisation, channelId)) throw channelNotFound()
    if (!(await database().channel.findUnique({ where: { organisationId_id: key } }))) throw channelNotFound()
  }
  const before = cursor === undefined ? null : requireCursor('dlv', organisation, cursor)
  const rows = await database().delivery.findMany({
    where: {
      organisationId,
      ...(channelId !== undefined && { channelId }),
      ...(before && { id: { lt: before } }),
    },
    include: { event: true, channel: { select: { name: true } } },
    // Their ids sort by the time they were made.
    orderBy: { id: 'desc' },
    take: PAGE_SIZE + 1,
  })
  const items = rows.slice(0, PAGE_SIZE).map((row) => ({
    id: row.id,
    channelId: row.channelId,
    channelName: row.channel.name,
    event: toEvent(row.event),
    status: row.status as Delivery['status'],
    attempts: row.attempts,
    triedAt: row.triedAt,
    nextAt: row.nextAt,
    responseStatus: row.responseStatus,
    error: row.error,
    excerpt: row.excerpt,
  }))
  return { items, nextCursor: rows.length > PAGE_SIZE ? (items.at(-1)?.id ?? null) : null }
}

/** Newest first, 25 a page. */
export async function listEvents(organisation: Organisation, cursor?: string): Promise<Page<NoticedEvent>> {
  const before = cursor === undefined ? null : requireCursor('ntc', organisation, cursor)
  const rows = await database().event.findMany({
    where: { organisationId: organisation.id, ...(before && { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take: PAGE_SIZE + 1,
  })
  const items = rows.slice(0, PAGE_SIZE).map(toEvent)
  return { items, nextCursor: rows.length > PAGE_SIZE ? (items.at(-1)?.id ?? null) : null }
}

/**
 * Sends one again, under the id it had, as if it had never been tried.
 * @throws Fault not-found, invalid-input (its channel is off)
 */
export async function replayDelivery(member: Member, deliveryId: string): Promise<void> {
  const organisationId = member.organisation.id
  const missing = new Fault('not-found', 'There is no such delivery.')
  if (!isOwnId('dlv', member.organisation, deliveryId)) throw missing
  const key = { organisationId, id: deliveryId }
  const row = await database().delivery.findUnique({ where: { organisationId_id: key } })
  if (!row) throw missing
  await changed(member, row.channelId, async (tx, _key, channel) => {
    requireOn(channel)
    await tx.delivery.updateMany({
      where: key,
      data: {
        status: 'waiting',
        attempts: 0,
        nextAt: new Date(),
        responseStatus: null,
        error: '',
        excerpt: '',
      },
    })
    await writeAudit(tx, member, 'channel.replayed', row.channelId, { delivery: deliveryId })
  })
}

function requireCursor(prefix: 'dlv' | 'ntc', organisation: Organisation, cursor: string): string {
  if (isOwnId(prefix, organisation, cursor)) return cursor
  throw new Fault('invalid-input', 'This cursor was not given by any page. Start from the first.')
}

function toEvent(row: {
  id: string
  at: Date
  kind: string
  severity: string
  subject: string
  detail: unknown
}): NoticedEvent {
  const { id, at, kind, subject, detail } = row
  const severity = row.severity as NoticedEvent['severity']
  return { id, at, kind, severity, subject, detail: detail as NoticedEvent['detail'] }
}
