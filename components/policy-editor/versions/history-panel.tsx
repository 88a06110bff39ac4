'use client'

import { useCallback } from 'react'
import type { EditorPanelsProps } from '../editor-panels.tsx'
import { SidePanel } from '../side-panel.tsx'
import { HistoryList } from './history-list.tsx'

/** Every published version, beside the board. */
export function HistoryPanel({ editor, loadVersions, hrefOfVersion, onRollBack }: EditorPanelsProps) {
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
