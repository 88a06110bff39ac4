'use client'

import { EFFECTS } from '#components/effect.tsx'
import { RiskBadge } from '#components/risk-badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { LANES } from '#lib/policy/index.ts'
import type { BoardCard } from '../board/board.ts'
import { useCommands } from '../editor-context.ts'

type NewToolProps = {
  card: BoardCard
  editable: boolean
  /** An acceptance is under way. */
  pending: boolean
  onAccept: (() => void) | null
}

/** One new tool: what it is, the lane it will stand in, and the button that lets it in. */
export function NewTool({ card, editable, pending, onAccept }: NewToolProps) {
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
            <RiskBadge severity={tool.severity} category={tool.category} />
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
        {onAccept === null ? null : (
          <Button size="sm" pending={pending} aria-label={`Accept ${name}`} onClick={onAccept}>
            Accept
          </Button>
        )}
      </span>
    </li>
  )
}
