'use client'

import { useCallback, useEffect } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { CodePane } from './code/code-pane.tsx'
import { fetchAhead, Later, PolicyPanel, ToolPanel } from './later.tsx'
import type { EditorActions, EditorVersion } from './model.ts'
import { SidePanel } from './side-panel.tsx'
import { focusCard } from './use-commands.ts'
import type { Editor } from './use-editor.ts'
import { HistoryList } from './versions/history-list.tsx'
import { whenIdle } from './when-idle.ts'

type EditorPanelsProps = {
  editor: Editor
  loadVersions: EditorActions['loadVersions']
  hrefOfVersion: (version: number) => string
  onRollBack: (version: EditorVersion) => void
}

const FETCH_AT_LATEST_MS = 5000

/** What stands beside the board: one tool, the history, the code. */
export function EditorPanels(props: EditorPanelsProps) {
  const { editor } = props
  const { panels } = editor
  useEffect(() => whenIdle(fetchAhead, FETCH_AT_LATEST_MS), [])
  return (
    <>
      <Later wanted={panels.side === 'tool'}>
        {panels.side === 'tool' ? <ToolPanel editor={editor} /> : null}
      </Later>
      <Later wanted={panels.side === 'policy'}>
        {panels.side === 'policy' ? <PolicyPanel editor={editor} /> : null}
      </Later>
      {panels.side === 'history' ? <HistoryPanel {...props} /> : null}
      {panels.code ? <TextPanel editor={editor} /> : null}
    </>
  )
}

function HistoryPanel({ editor, loadVersions, hrefOfVersion, onRollBack }: EditorPanelsProps) {
  const { published, panels, commands, editable } = editor
  const { policyId } = published
  const load = useCallback(() => loadVersions({ policyId }), [loadVersions, policyId])
  return (
    <SidePanel title="History" width="narrow" onClose={() => panels.openSide(null)}>
      <HistoryList
        key={published.version?.number ?? 0}
        current={published.version?.number ?? null}
        tools={editor.toolsByName}
        load={load}
        hrefOf={hrefOfVersion}
        {...(editable
          ? {
              onRollBack,
              onRestore: (version) =>
                commands.run(
                  { type: 'replace', text: version.source },
                  `Version ${version.number} restored as draft.`,
                ),
            }
          : {})}
      />
    </SidePanel>
  )
}

function TextPanel({ editor }: { editor: Editor }) {
  const { draft, dispatch, issues, panels, commands, editable, selection } = editor
  return (
    <SidePanel
      title="Policy as text"
      width="wide"
      flush
      actions={<CopyButton text={draft.text} label="Copy the document" iconOnly />}
      onClose={() => {
        panels.openCode(false)
        focusCard(selection.focused)
      }}
    >
      <CodePane
        text={draft.text}
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
