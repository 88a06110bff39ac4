// An id names its organisation, so one of another tenant, or no id at all, needs no query to be
// not found; and what reaches Postgres holds nothing that it would choke on.
import { type IdPrefix, organisationOf } from '#lib/id.ts'
import type { Organisation } from './model.ts'

export function isOwnId(prefix: IdPrefix, organisation: Organisation, id: string): boolean {
  return organisationOf(prefix, id) === organisation.id
}
