'use client'

import { useEffect } from 'react'
import { Notice } from '#components/ui/notice.tsx'
import { PolicyInspector } from './inspector/policy-inspector.tsx'
import { SidePanel } from './side-panel.tsx'
import type { Editor } from './use-editor.ts'

/** What holds for every tool, and what is no tool call. */
export function PolicyPanel({ editor }: { editor: Editor }) {
  const { policy, draft, panels, details } = editor
  const { tools, load } = details
  useEffect(() => {
    if (tools === null) load()
  }, [tools, load])
  return (
    <SidePanel title="For every tool" width="narrow" onClose={() => panels.openSide(null)}>
      {policy === null ? (
        <Notice title="Nothing to show yet">The text has an error. Correct it in the code first.</Notice>
      ) : (
        <PolicyInspector
          policy={policy}
          text={draft.good?.text ?? draft.text}
          tools={tools}
          issues={editor.issues}
          editable={editor.editable && draft.problems.length === 0}
        />
      )}
    </SidePanel>
  )
}
