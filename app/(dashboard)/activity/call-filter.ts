// The filters of the activity page in its address, the same for the history, the live rows and an export.
import { activityFilters } from '#components/activity/call-view.ts'
import type { CallFilter } from '#lib/data/calls.ts'
import { one } from '../../search-params.ts'

type Query = Readonly<Record<string, string | string[] | undefined>>

export function callFilter(query: Query): CallFilter {
  const { server, grant, tool, decision, rule, from, to } = filtersIn(query)
  const msOf = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text))
  return { serverId: server, grantId: grant, tool, decision, rule, from: msOf(from), until: msOf(to) }
}

export function filtersIn(query: Query) {
  return activityFilters({
    server: one(query.server),
    grant: one(query.grant),
    tool: one(query.tool),
    decision: one(query.decision),
    rule: one(query.rule),
    from: one(query.from),
    to: one(query.to),
  })
}
