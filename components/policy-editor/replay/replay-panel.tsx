'use client'

import { useState } from 'react'
import { changesOf } from '../board/changes.ts'
import type { EditorShadow } from '../model.ts'
import { dangerousOpenings } from '../publish/widening.ts'
import { SidePanel } from '../side-panel.tsx'
import type { Editor } from '../use-editor.ts'
import { written } from '../versions/written.ts'
import { PromoteDialog } from './promote-dialog.tsx'
import { ReplaySection } from './replay-section.tsx'
import { ShadowSection } from './shadow-section.tsx'

/** What the draft would have done, and what it would do: on recorded calls, and on those that come. */
export function ReplayPanel({ editor }: { editor: Editor }) {
  const { panels, draft, editable, replay, shadow, published, issues } = editor
  const [asked, setAsked] = useState<EditorShadow | null>(null)
  const broken = draft.problems.length > 0

  async function promote() {
    const refused = await shadow.promote(draft.text)
    if (refused === null) editor.announce('state', 'The draft in shadow is in force now.')
    return refused
  }
  const changesIn = ({ source }: EditorShadow) =>
    changesOf(published.policy, written(source).policy, [...editor.toolsByName.values()])

  return (
    <SidePanel title="Replay and shadow" width="wide" onClose={() => panels.openSide(null)}>
      <div className="flex flex-col gap-6">
        {editable ? <ReplaySection replay={replay} text={draft.text} broken={broken} /> : null}
        <ShadowSection
          side={shadow}
          text={draft.text}
          policyId={published.policyId}
          obstacle={obstacleOf(
            editor,
            issues.some(({ severity }) => severity === 'error'),
          )}
          editable={editable}
          onPromote={async (one) => {
            if (dangerousOpenings(changesIn(one), editor.toolsByName).length === 0) return promote()
            setAsked(one)
            return null
          }}
        />
      </div>
      {asked === null || published.version === null ? null : (
        <PromoteDialog
          source={asked.source}
          current={published.version}
          changes={changesIn(asked)}
          tools={editor.toolsByName}
          onClose={() => setAsked(null)}
          onPromote={promote}
        />
      )}
    </SidePanel>
  )
}

function obstacleOf({ draft, published }: Editor, hasErrors: boolean): string | null {
  const { version } = published
  if (version === null) return 'Publish a first version: a draft is in shadow of what is in force.'
  if (draft.problems.length > 0 || hasErrors)
    return 'Correct the errors first: only what could be published goes into shadow.'
  if (version.number !== published.baseVersion)
    return `Version ${version.number} was published meanwhile. Compare the two first.`
  return draft.text === version.source ? 'The draft says what is in force. Change something first.' : null
}
