'use client'

import { useId } from 'react'
import { RiskBadge } from '#components/risk-badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { type MergePart, type Side, sideOf } from '#lib/policy/index.ts'
import type { ToolSummary } from '../model.ts'
import { countOf } from '../words.ts'
import { PartSide } from './part-side.tsx'
import type { Comparison } from './three-way.ts'

type MergeListProps = {
  comparison: Comparison
  tools: ReadonlyMap<string, ToolSummary>
  /** Who published meanwhile. */
  author: string
  chosen: ReadonlyMap<string, Side>
  onChoose: (pointers: readonly string[], side: Side) => void
}

/** What both changed first, then what either did, each with what it would be. */
export function MergeList({ comparison, tools, author, chosen, onChoose }: MergeListProps) {
  const { parts } = comparison
  if (parts.length === 0)
    return <p className="text-14 text-ink-2">Nothing differs: both texts say the same.</p>
  const groups = [
    { title: 'Changed by both', of: parts.filter((part) => part.changedBy === 'both') },
    { title: `Changed by ${author}`, of: parts.filter((part) => part.changedBy === 'theirs') },
    { title: 'Changed by you', of: parts.filter((part) => part.changedBy === 'mine') },
  ].filter(({ of }) => of.length > 0)
  return (
    <div className="flex flex-col gap-5">
      {groups.map(({ title, of }) => (
        <section key={title} aria-label={title} className="flex flex-col gap-2">
          <header className="flex flex-wrap items-center gap-2">
            <h3 className="mr-auto font-medium text-14">
              {title} <span className="font-normal text-ink-3">{countOf(of.length, 'part')}</span>
            </h3>
            {of.length > 1
              ? (['mine', 'theirs'] as const).map((side) => (
                  <Button
                    key={side}
                    size="sm"
                    variant="quiet"
                    onClick={() =>
                      onChoose(
                        of.map((part) => part.pointer),
                        side,
                      )
                    }
                  >
                    {side === 'mine' ? 'All mine' : 'All theirs'}
                  </Button>
                ))
              : null}
          </header>
          <ul className="divide-y divide-line rounded-md border border-line">
            {of.map((part) => (
              <Part
                key={part.pointer}
                part={part}
                comparison={comparison}
                tool={part.list === 'tools' || part.list === 'hide' ? tools.get(part.name) : undefined}
                side={chosen.has(part.pointer) || part.changedBy !== 'both' ? sideOf(part, chosen) : null}
                onChoose={(side) => onChoose([part.pointer], side)}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

type PartProps = {
  part: MergePart
  comparison: Comparison
  tool: ToolSummary | undefined
  /** null: not settled yet. */
  side: Side | null
  onChoose: (side: Side) => void
}

function Part({ part, comparison, tool, side, onChoose }: PartProps) {
  const name = useId()
  return (
    <li
      aria-labelledby={name}
      className="flex flex-col gap-2 px-3 py-2.5 text-13 [contain-intrinsic-size:auto_6rem] [content-visibility:auto]"
    >
      <div className="flex flex-wrap items-center gap-2">
        <span id={name} className="code min-w-0 truncate font-medium" title={part.name}>
          {part.name}
        </span>
        {tool ? (
          <RiskBadge severity={tool.severity} category={tool.category} override={tool.override ?? null} />
        ) : null}
        <Segmented<Side | 'none'>
          label={`Which ${part.name}`}
          size="sm"
          value={side ?? 'none'}
          onValueChange={(next) => next !== 'none' && onChoose(next)}
          options={[
            { value: 'mine', label: 'Mine' },
            { value: 'theirs', label: 'Theirs' },
          ]}
          className="ml-auto"
        />
      </div>
      <div className="grid gap-2 sm:grid-cols-2">
        <PartSide
          title="Mine"
          part={part}
          value={part.mine}
          document={comparison.mine}
          taken={side === 'mine'}
        />
        <PartSide
          title="Theirs"
          part={part}
          value={part.theirs}
          document={comparison.theirs}
          taken={side === 'theirs'}
        />
      </div>
    </li>
  )
}
