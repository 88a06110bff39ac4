'use client'

import { Notice } from '#components/ui/notice.tsx'
import type { BoardCard, Card } from '../board/board.ts'
import type { EditorTool } from '../model.ts'
import { SidePanel } from '../side-panel.tsx'
import type { Editor } from '../use-editor.ts'
import { WithTools } from '../waiting.tsx'
import { BulkInspector } from './bulk-inspector.tsx'
import { Inspector } from './inspector.tsx'
import { PolicyInspector } from './policy-inspector.tsx'

/** What the board’s choice means: one tool, several, or none and so the policy as a whole. */
export function ToolPanel({ editor }: { editor: Editor }) {
  const { selection, model, policy, draft, details, commands } = editor
  const { focused: name, selected } = selection
  if (selected.size > 1)
    return (
      <SidePanel title="Selected tools" width="narrow" onClose={() => commands.inspect(null)}>
        <BulkInspector names={[...selected]} editable={takesEdits(editor)} />
      </SidePanel>
    )
  if (name === null) return <PolicyPanel editor={editor} />
  const card = model.board.cards.get(name)
  return (
    <SidePanel title={name} mono width="narrow" onClose={() => commands.inspect(null)}>
      {card === undefined || policy === null ? (
        <Notice title="No such tool">Neither the server nor this policy names it.</Notice>
      ) : (
        <WithTools details={details}>
          {(tools) => (
            <Inspector
              key={name}
              card={wholeCard(card, tools)}
              policy={policy}
              tools={tools}
              issues={editor.issues}
              text={draft.good?.text ?? draft.text}
              editable={takesEdits(editor)}
            />
          )}
        </WithTools>
      )}
    </SidePanel>
  )
}

/** What holds for every tool, and what is no tool call. */
export function PolicyPanel({ editor }: { editor: Editor }) {
  const { policy, draft, panels, details } = editor
  return (
    <SidePanel title="For every tool" width="narrow" onClose={() => panels.openSide(null)}>
      {policy === null ? (
        <Notice title="Nothing to show yet">The text has an error. Correct it in the code first.</Notice>
      ) : (
        <WithTools details={details}>
          {(tools) => (
            <PolicyInspector
              policy={policy}
              text={draft.good?.text ?? draft.text}
              tools={tools}
              issues={editor.issues}
              editable={takesEdits(editor)}
            />
          )}
        </WithTools>
      )}
    </SidePanel>
  )
}

/** The card with all that the server says of its tool. */
function wholeCard(card: BoardCard, tools: readonly EditorTool[]): Card {
  return { ...card, tool: tools.find((tool) => tool.name === card.name) ?? null }
}

function takesEdits({ editable, draft }: Editor): boolean {
  return editable && draft.problems.length === 0
}
