'use client'

import { ArrowRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Effect } from '#components/effect.tsx'
import { RiskBadge } from '#components/risk-badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { LANES, type Lane, type Policy, placementIn, SEVERITIES } from '#lib/policy/index.ts'
import type { Change } from '../board/changes.ts'
import type { ToolSummary } from '../model.ts'
import { countOf, laneName } from '../words.ts'

type ChangeListProps = {
  changes: readonly Change[]
  tools: ReadonlyMap<string, ToolSummary>
  /** The policy that the changes lead to. */
  after: Policy | null
}

const FIRST_SHOWN = 20

/** A difference in words: how many went where, then tool by tool. */
export function ChangeList({ changes, tools, after }: ChangeListProps) {
  const [all, setAll] = useState(false)
  const placed = useMemo(() => after && placementIn(after), [after])
  const sorted = useMemo(() => worstFirst(changes, tools), [changes, tools])
  const shown = all ? sorted : sorted.slice(0, FIRST_SHOWN)
  return (
    <div className="flex flex-col gap-2">
      {changes.length > 1 ? <Tally changes={changes} /> : null}
      <ul className="divide-y divide-line rounded-md border border-line" aria-label="Changes">
        {shown.map((change) => {
          const tool = tools.get(change.tool)
          return (
            <li
              key={change.tool}
              className="flex flex-col gap-0.5 px-3 py-2 text-13 [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto]"
            >
              <span className="flex items-center gap-2">
                <span className="code min-w-0 truncate font-medium" title={change.tool}>
                  {change.tool}
                </span>
                {tool ? (
                  <RiskBadge
                    severity={tool.severity}
                    category={tool.category}
                    override={tool.override ?? null}
                    className="ml-auto"
                  />
                ) : null}
              </span>
              <ChangeText text={textOf(change, placed?.(change.tool).summary ?? '')} />
            </li>
          )
        })}
      </ul>
      {shown.length < changes.length ? (
        <Button variant="quiet" size="sm" className="self-start" onClick={() => setAll(true)}>
          Show all {countOf(changes.length, 'change')}
        </Button>
      ) : null}
    </div>
  )
}

/** The words of the difference; of a first policy, what the tool gets, for there was nothing before. */
function textOf(change: Change, summary: string): string {
  if (change.from !== null) return change.text
  return [laneName(change.to), summary].filter(Boolean).join(' ')
}

/** The lanes, then what is lost and gained, a line each. */
function ChangeText({ text }: { text: string }) {
  return text.split(' · ').map((part) => (
    <span key={part} className="break-words text-ink-2">
      {part}
    </span>
  ))
}

function worstFirst(changes: readonly Change[], tools: ReadonlyMap<string, ToolSummary>): readonly Change[] {
  const rank = ({ tool }: Change) => SEVERITIES.indexOf(tools.get(tool)?.severity ?? 'Low')
  return changes.toSorted((one, other) => rank(other) - rank(one))
}

/** "3 Allow → Deny · 12 new in Limit", most first. */
function Tally({ changes }: { changes: readonly Change[] }) {
  const counts = new Map<string, { from: Lane | null; to: Lane; count: number }>()
  for (const { from, to } of changes) {
    const key = `${from ?? ''} ${to}`
    counts.set(key, { from, to, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  const order = [...counts.values()].sort(
    (one, other) => other.count - one.count || LANES.indexOf(one.to) - LANES.indexOf(other.to),
  )
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-13 text-ink-2">
      {order.map(({ from, to, count }) => (
        <li key={`${from} ${to}`} className="flex items-center gap-1.5">
          <span className="font-medium text-ink">{count.toLocaleString('en')}</span>
          {from === null || from === to ? null : (
            <>
              <Effect effect={from} />
              <ArrowRight aria-label="to" className="size-3.5 text-ink-3" />
            </>
          )}
          <Effect effect={to} />
          {from === to ? 'changed' : null}
        </li>
      ))}
    </ul>
  )
}
