'use client'

import { EFFECTS } from '#components/effect.tsx'
import { RiskBadge } from '#components/risk-badge.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { LANES } from '#lib/policy/index.ts'
import type { BoardCard } from '../board/board.ts'
import { useCommands } from '../editor-context.ts'

type NewToolProps = {
  card: BoardCard
  editable: boolean
  /** Where its definition is shown, and accepted. */
  reviewHref: string
}

/** One new tool: what it is, the lane it will stand in, and the way to where it is let in. */
export function NewTool({ card, editable, reviewHref }: NewToolProps) {
  const { move, inspect } = useCommands()
  const { name, tool, placement } = card
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5" data-new-tool={name}>
      <span className="flex min-w-0 flex-1 basis-60 items-center gap-2">
        <button
          type="button"
          title={name}
          className="code min-w-0 truncate rounded-sm text-left font-medium text-13 hover:underline"
          onClick={() => inspect(name)}
        >
          {name}
        </button>
        {tool === null ? null : (
          <>
            <RiskBadge severity={tool.severity} category={tool.category} override={tool.override ?? null} />
            <span className="shrink-0 text-12 text-ink-2">{tool.category}</span>
          </>
        )}
      </span>
      <span className="flex flex-wrap items-center gap-2">
        {placement.byDefault ? <span className="text-12 text-ink-3">by default</span> : null}
        <Segmented
          label={`Lane of ${name}`}
          size="sm"
          value={placement.lane}
          options={LANES.map((lane) => ({ value: lane, label: EFFECTS[lane].word }))}
          onValueChange={(to) => editable && move([name], to)}
        />
        <LinkButton size="sm" href={reviewHref} aria-label={`Review ${name}`}>
          Review
        </LinkButton>
      </span>
    </li>
  )
}
