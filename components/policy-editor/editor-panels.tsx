'use client'

import { useCallback, useEffect } from 'react'
import { Notice } from '#components/ui/notice.tsx'
import { TextPanel } from './code/text-panel.tsx'
import { fetchAhead, Later, PolicyPanel, ToolPanel, WhatIfPanel } from './later.tsx'
import type { EditorActions, EditorVersion } from './model.ts'
import { SidePanel } from './side-panel.tsx'
import type { Editor } from './use-editor.ts'
import { HistoryList } from './versions/history-list.tsx'
import { WithTools } from './waiting.tsx'
import { whenIdle } from './when-idle.ts'

type EditorPanelsProps = {
  editor: Editor
  loadVersions: EditorActions['loadVersions']
  hrefOfVersion: (version: number) => string
  onRollBack: (version: EditorVersion) => void
}

const FETCH_AFTER_MS = 600
const FETCH_AT_LATEST_MS = 5000

/** What stands beside the board: one tool, the policy as a whole, the history, a call to try, the code. */
export function EditorPanels(props: EditorPanelsProps) {
  const { editor } = props
  const { panels } = editor
  useEffect(() => whenIdle(fetchAhead, FETCH_AT_LATEST_MS, FETCH_AFTER_MS), [])
  return (
    <>
      <Later wanted={panels.side === 'tool' || panels.side === 'policy'}>
        {panels.side === 'tool' ? <ToolPanel editor={editor} /> : null}
        {panels.side === 'policy' ? <PolicyPanel editor={editor} /> : null}
      </Later>
      {panels.side === 'history' ? <HistoryPanel {...props} /> : null}
      {panels.side === 'what-if' ? <CallPanel editor={editor} /> : null}
      {panels.code ? <TextPanel editor={editor} /> : null}
    </>
  )
}

function CallPanel({ editor }: { editor: Editor }) {
  const { draft, panels, selection, details, editable } = editor
  const { good, problems } = draft
  return (
    <SidePanel title="Try a call" width="narrow" onClose={() => panels.openSide(null)}>
      {good === null ? (
        <Notice title="Nothing to try yet">Correct the text first: it says nothing that could decide.</Notice>
      ) : (
        <WithTools details={details}>
          {(tools) => (
            <Later wanted>
              <WhatIfPanel
                key={selection.focused}
                tools={tools}
                begin={selection.focused}
                draft={good}
                editable={editable && problems.length === 0}
              />
            </Later>
          )}
        </WithTools>
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
