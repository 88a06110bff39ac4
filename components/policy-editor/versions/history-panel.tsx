'use client'

import { useCallback } from 'react'
import type { EditorPanelsProps } from '../editor-panels.tsx'
import { SidePanel } from '../side-panel.tsx'
import { countOf, figure } from '../words.ts'
import { HistoryList } from './history-list.tsx'

/** Every published version, beside the board. */
export function HistoryPanel({ editor, loadVersions, hrefOfVersion, onRollBack }: EditorPanelsProps) {
  const { published, panels, commands, editable } = editor
  const { policyId } = published
  const load = useCallback(() => loadVersions({ policyId }), [loadVersions, policyId])
  return (
    <SidePanel title="History" width="narrow" onClose={() => panels.openSide(null)}>
      {editor.shadow.shadow === null ? null : (
        <button
          type="button"
          className="link mb-2 text-left text-13"
          onClick={() => panels.openSide('replay')}
        >
          A draft is in shadow of version {editor.shadow.shadow.baseVersion}:{' '}
          {figure(editor.shadow.shadow.differing)} of {countOf(editor.shadow.shadow.calls, 'call')} would come
          out otherwise
        </button>
      )}
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
