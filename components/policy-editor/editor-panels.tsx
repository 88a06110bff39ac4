'use client'

import { useCallback } from 'react'
import { Notice } from '#components/ui/notice.tsx'
import { TextPanel } from './code/text-panel.tsx'
import { PolicyPanel, ToolPanel } from './inspector/panels.tsx'
import type { EditorActions, EditorVersion } from './model.ts'
import { SidePanel } from './side-panel.tsx'
import type { Editor } from './use-editor.ts'
import { HistoryList } from './versions/history-list.tsx'
import { WhatIfPanel } from './what-if/what-if-panel.tsx'

type EditorPanelsProps = {
  editor: Editor
  loadVersions: EditorActions['loadVersions']
  hrefOfVersion: (version: number) => string
  onRollBack: (version: EditorVersion) => void
}

/** What stands beside the board: one tool, the history, a call to try, the code. */
export function EditorPanels(props: EditorPanelsProps) {
  const { editor } = props
  const { panels } = editor
  return (
    <>
      {panels.side === 'tool' ? <ToolPanel editor={editor} /> : null}
      {panels.side === 'policy' ? <PolicyPanel editor={editor} /> : null}
      {panels.side === 'history' ? <HistoryPanel {...props} /> : null}
      {panels.side === 'what-if' ? <CallPanel editor={editor} /> : null}
      {panels.code ? <TextPanel editor={editor} /> : null}
    </>
  )
}

function CallPanel({ editor }: { editor: Editor }) {
  const { draft, panels, selection, toolsByName } = editor
  return (
    <SidePanel title="Try a call" width="narrow" onClose={() => panels.openSide(null)}>
      {draft.good === null ? (
        <Notice title="Nothing to try yet">Correct the text first: it says nothing that could decide.</Notice>
      ) : (
        <WhatIfPanel
          key={selection.focused}
          tools={[...toolsByName.values()]}
          begin={selection.focused}
          draft={draft.good}
          editable={editor.editable && draft.problems.length === 0}
        />
      )}
    </SidePanel>
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
