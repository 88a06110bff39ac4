'use client'

import { useMemo } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { SidePanel } from '../side-panel.tsx'
import { focusCard } from '../use-commands.ts'
import type { Editor } from '../use-editor.ts'
import { CodePane } from './code-pane.tsx'
import { completionWorld } from './completion-world.ts'
import { FormatSwitch } from './format-switch.tsx'

/** The document itself, beside the board. */
export function TextPanel({ editor }: { editor: Editor }) {
  const { draft, dispatch, issues, panels, commands, editable, selection, details } = editor
  const world = useMemo(() => completionWorld(details.tools ?? []), [details.tools])
  const { format } = draft
  return (
    <SidePanel
      title="Policy as text"
      width="wide"
      flush
      actions={
        <>
          <FormatSwitch
            text={draft.text}
            format={format}
            editable={editable}
            onConvert={(text, said) => commands.run({ type: 'replace', text }, said)}
          />
          <CopyButton text={draft.text} label="Copy the document" iconOnly />
        </>
      }
      onClose={() => {
        panels.openCode(false)
        focusCard(selection.focused)
      }}
    >
      <CodePane
        text={draft.text}
        format={format}
        world={world}
        applied={draft.applied}
        issues={issues}
        editable={editable}
        label="Policy document"
        reveal={panels.reveal}
        events={{
          typed: (text) => dispatch({ type: 'typed', text, at: Date.now() }),
          undo: commands.undo,
          redo: commands.redo,
        }}
        onJump={({ offset = 0, length = 0 }) => panels.revealInCode({ offset, length, focus: true })}
        {...(editable ? { onFix: commands.run } : {})}
      />
    </SidePanel>
  )
}
