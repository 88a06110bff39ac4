// The filters of the page and of its export, as they stand in an address or a form.
import { AUDIT_KINDS, type AuditFilters, dayIn } from '#components/settings/audit/audit-view.ts'
import type { AuditFilter } from '#lib/audit/index.ts'

const DAY_MS = 86_400_000

/** What is no filter of ours is left out. */
export function filtersIn(read: (name: string) => string | undefined): AuditFilters {
  const actor = read('actor')
  return {
    actor: actor && actor.length <= 64 && !actor.includes('\0') ? actor : undefined,
    kind: AUDIT_KINDS.find(({ value }) => value === read('kind'))?.value,
    from: dayIn(read('from')),
    to: dayIn(read('to')),
  }
}

export function filterOf({ actor, kind, from, to }: AuditFilters): AuditFilter {
  return {
    actorId: actor,
    kind,
    from: from === undefined ? undefined : new Date(`${from}T00:00:00Z`),
    // The last day is meant whole.
    until: to === undefined ? undefined : new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS),
  }
}
