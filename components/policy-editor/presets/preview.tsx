'use client'

import { useMemo } from 'react'
import { Effect } from '#components/effect.tsx'
import { LANES, type Lane, notationOf, type Policy, parsePolicyText, placementIn } from '#lib/policy/index.ts'
import { type Change, changesOf } from '../board/changes.ts'
import type { ToolSummary } from '../model.ts'
import { ChangeList } from '../publish/change-list.tsx'

export type PreviewOf = {
  /** What the text says; null where it says nothing valid. */
  readonly after: Policy | null
  readonly changes: readonly Change[]
  /** How many of the server's tools would stand in each lane. */
  readonly counts: Readonly<Record<Lane, number>>
}

/** What a text would make of the draft. */
export function usePreview(
  text: string,
  policy: Policy | null,
  tools: ReadonlyMap<string, ToolSummary>,
): PreviewOf {
  return useMemo(() => {
    const parsed = parsePolicyText(text, notationOf(text))
    const after = parsed.ok ? parsed.value.policy : null
    const counts = { allow: 0, limit: 0, approve: 0, deny: 0, hide: 0 }
    const place = after && placementIn(after)
    if (place) for (const name of tools.keys()) counts[place(name).lane] += 1
    return { after, counts, changes: changesOf(policy, after, [...tools.values()]) }
  }, [text, policy, tools])
}

type PreviewProps = PreviewOf & {
  tools: ReadonlyMap<string, ToolSummary>
  /** The sentence where nothing would change. */
  same: string
}

/** The lanes with their counts, then what differs from the draft. */
export function Preview({ after, changes, counts, tools, same }: PreviewProps) {
  return (
    <section aria-label="Preview" className="flex flex-col gap-3">
      <ul aria-label="Tools in each lane" className="flex flex-wrap gap-x-4 gap-y-1 text-13 text-ink-2">
        {LANES.map((lane) => (
          <li key={lane} className="flex items-center gap-1.5">
            <Effect effect={lane} />
            <span className="font-medium text-ink tabular-nums">{counts[lane].toLocaleString('en')}</span>
          </li>
        ))}
      </ul>
      {changes.length === 0 ? (
        <p className="text-14 text-ink-2">{same}</p>
      ) : (
        <ChangeList changes={changes} tools={tools} after={after} />
      )}
    </section>
  )
}
