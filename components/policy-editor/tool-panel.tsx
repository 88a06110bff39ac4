'use client'

import { useEffect } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { BoardCard, Card } from './board/board.ts'
import { BulkInspector } from './inspector/bulk-inspector.tsx'
import { Inspector } from './inspector/inspector.tsx'
import type { ToolDetails } from './model.ts'
import { PolicyPanel } from './policy-panel.tsx'
import { SidePanel } from './side-panel.tsx'
import type { Details } from './use-details.ts'
import type { Editor } from './use-editor.ts'

/** What the board’s choice means: one tool, several, or none and so the policy as a whole. */
export function ToolPanel({ editor }: { editor: Editor }) {
  const { selection, model, policy, draft, commands, details } = editor
  const { focused: name, selected } = selection
  const editable = editor.editable && draft.problems.length === 0
  if (selected.size > 1)
    return (
      <SidePanel title="Selected tools" width="narrow" onClose={() => commands.inspect(null)}>
        <BulkInspector names={[...selected]} editable={editable} />
      </SidePanel>
    )
  if (name === null) return <PolicyPanel editor={editor} />
  const card = model.board.cards.get(name)
  const whole = card && withDetails(card, details.byName)
  return (
    <SidePanel title={name} mono width="narrow" onClose={() => commands.inspect(null)}>
      {card === undefined || policy === null ? (
        <Notice title="No such tool">Neither the server nor this policy names it.</Notice>
      ) : whole ? (
        <Inspector
          key={name}
          card={whole}
          policy={policy}
          tools={details.tools}
          issues={editor.issues}
          text={draft.good?.text ?? draft.text}
          editable={editable}
        />
      ) : (
        <Waiting details={details} />
      )}
    </SidePanel>
  )
}

/** The card with what the server says of its tool; null until that is here. */
function withDetails(card: BoardCard, known: ReadonlyMap<string, ToolDetails> | null): Card | null {
  const { tool, ...rest } = card
  if (tool === null) return { ...rest, tool }
  const details = known?.get(card.name)
  return details === undefined ? null : { ...rest, tool: { ...tool, ...details } }
}

function Waiting({ details }: { details: Details }) {
  const { problem, load } = details
  useEffect(() => {
    load()
  }, [load])
  if (problem !== null) {
    return (
      <Notice title="The definition could not be read">
        <p>{problem}</p>
        <Button size="sm" className="mt-2" onClick={load}>
          Try again
        </Button>
      </Notice>
    )
  }
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-4">
      <Skeleton className="h-7 w-64 max-w-full" />
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-24" />
      <Skeleton className="h-40" />
    </div>
  )
}
