'use client'

import { useEffect } from 'react'
import { Notice } from '#components/ui/notice.tsx'
import {
  fetchAhead,
  HistoryPanel,
  Later,
  PolicyPanel,
  ReplayPanel,
  TextPanel,
  ToolPanel,
  WhatIfPanel,
} from './later.tsx'
import type { EditorActions, EditorVersion } from './model.ts'
import { SidePanel } from './side-panel.tsx'
import type { Editor } from './use-editor.ts'
import { WithTools } from './waiting.tsx'
import { whenIdle } from './when-idle.ts'

export type EditorPanelsProps = {
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
      <Later wanted={panels.side === 'history'}>
        {panels.side === 'history' ? <HistoryPanel {...props} /> : null}
      </Later>
      <Later wanted={panels.side === 'replay'}>
        {panels.side === 'replay' ? <ReplayPanel editor={editor} /> : null}
      </Later>
      {panels.side === 'what-if' ? <CallPanel editor={editor} /> : null}
      <Later wanted={panels.code}>{panels.code ? <TextPanel editor={editor} /> : null}</Later>
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
