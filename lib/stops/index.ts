// Emergency stops: one switch for a grant, a server or the organisation. To stop is to tighten, so whoever may decide
// about calls may do it at once; to lift is to loosen, and takes those who write the rules.
import type { Member, Page, Stop, StopScope } from '#lib/data/model.ts'
import * as changes from '#lib/data/stop-changes.ts'
import * as rows from '#lib/data/stops.ts'
import { Fault } from '#lib/fault.ts'
import { may, requirePermission } from '#lib/role.ts'
import type { Permission } from '#lib/roles/index.ts'

export type StopTarget = changes.StopTarget
export type NewStop = {
  /** One line that agents read, too. */
  readonly reason: string
  /** null: until it is lifted. */
  readonly endsAt: Date | null
}

const MAX_REASON_LENGTH = 300
const LIFTS: Readonly<Record<StopScope, Permission>> = {
  grant: 'stops.lift',
  server: 'stops.lift',
  organisation: 'stops.lift_all',
}

/**
 * What is meant by a scope and an id that somebody sent.
 * @throws Fault invalid-input where a grant or a server is not named, or the organisation is
 */
export function stopTarget(scope: StopScope, id: string | undefined): StopTarget {
  if (scope === 'organisation') {
    if (id === undefined) return { scope }
    throw new Fault('invalid-input', 'Leave the id out: your own organisation is meant.', {
      data: { field: 'id' },
    })
  }
  if (id !== undefined) return { scope, id }
  throw new Fault('invalid-input', `Say which ${scope} is to be stopped, by its id.`, {
    data: { field: 'id' },
  })
}

/**
 * Stops a grant, a server or the whole organisation from now on: no call that starts after this passes on any replica,
 * and what is under way ends within a second.
 * @throws Fault forbidden, invalid-input, not-found, stop-holds (a stop of the same that ends later)
 */
export async function setStop(member: Member, target: StopTarget, stop: NewStop): Promise<Stop> {
  requirePermission(member, 'stops.set')
  return changes.insertStop(member, target, {
    reason: checkReason(stop.reason),
    endsAt: checkEnd(stop.endsAt),
  })
}

/** Lifts a stop; again is no error. @throws Fault forbidden, not-found */
export async function liftStop(member: Member, stopId: string): Promise<Stop> {
  requirePermission(member, 'stops.lift')
  const { scope } = await rows.requireStop(member.organisation, stopId)
  requirePermission(member, LIFTS[scope])
  return changes.liftStop(member, stopId)
}

export function mayLift(member: Member, scope: StopScope): boolean {
  return may(member, LIFTS[scope])
}

/** Those that hold now, the newest first: everyone may know of them. */
export async function listHoldingStops(member: Member): Promise<Stop[]> {
  requirePermission(member, 'organisation.read')
  return rows.listHoldingStops(member.organisation)
}

/** All there were, the newest first, 50 a page. @throws Fault invalid-input (a cursor that no page gave) */
export async function listStops(member: Member, cursor?: string): Promise<Page<Stop>> {
  requirePermission(member, 'organisation.read')
  return rows.listStops(member.organisation, cursor)
}

function checkReason(reason: string): string {
  const trimmed = reason.trim()
  if (trimmed === '' || trimmed.length > MAX_REASON_LENGTH || /\p{Cc}/u.test(trimmed))
    throw new Fault(
      'invalid-input',
      `Give a reason of 1 to ${MAX_REASON_LENGTH} characters, on one line: agents read it.`,
      { data: { field: 'reason' } },
    )
  return trimmed
}

function checkEnd(endsAt: Date | null): Date | null {
  if (endsAt === null) return null
  if (Number.isNaN(endsAt.getTime()) || endsAt.getTime() <= Date.now() || endsAt.getUTCFullYear() > 9999)
    throw new Fault('invalid-input', 'The end must be an instant in the future, or none.', {
      data: { field: 'endsAt' },
    })
  return endsAt
}
