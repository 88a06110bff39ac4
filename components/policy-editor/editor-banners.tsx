'use client'

import { Notice } from '#components/ui/notice.tsx'
import { BrokenBanner, RecommendedBanner, TrialBanner, VersionBanner } from './banners.tsx'
import type { EditorProps } from './model.ts'
import { ProposalBanner } from './proposal-banner.tsx'
import { StaleNotice } from './publish/stale-notice.tsx'
import type { Editor } from './use-editor.ts'

type EditorBannersProps = {
  props: EditorProps
  editor: Editor
  here: string
  hrefWith: (key: string, value: string) => string
  onPublish: () => void
  onCompare: () => void
}

/** What a person must know before touching the board; at most one of them at a time. */
export function EditorBanners({ props, editor, here, hrefWith, onPublish, onCompare }: EditorBannersProps) {
  const { draft, published, panels, recommended } = editor
  const { viewing, proposal } = props
  const [broken] = draft.problems
  if (viewing !== null) {
    const restoreHref = props.mayEdit ? hrefWith('restore', String(viewing.number)) : null
    return <VersionBanner version={viewing} backHref={here} restoreHref={restoreHref} />
  }
  if (broken !== undefined) {
    const { offset = 0, length = 0 } = broken
    return (
      <BrokenBanner
        text={draft.text}
        issue={broken}
        onJump={() => panels.revealInCode({ offset, length, focus: true })}
      />
    )
  }
  if (props.trial !== undefined) return <TrialBanner endsAt={props.trial.endsAt} />
  if (editor.editable && published.version !== null && published.version.number !== published.baseVersion) {
    return (
      <div className="mx-4 mb-2">
        <StaleNotice
          current={published.version}
          baseVersion={published.baseVersion}
          onCompare={onCompare}
          onLoad={() => loadCurrent(editor)}
          onKeep={published.rebase}
        />
      </div>
    )
  }
  if (proposal !== null)
    return (
      <ProposalBanner
        proposal={proposal}
        backHref={here}
        onPublish={onPublish}
        dismiss={props.mayEdit ? props.actions.dismissProposal : null}
      />
    )
  if (editor.editable && published.version === null && draft.text === recommended()) {
    return <RecommendedBanner onPublish={onPublish} />
  }
  if (props.obstacle) return <Notice className="mx-4 mb-2">{props.obstacle}</Notice>
  return null
}

/** Takes over what is in force; the draft is one undo away. */
export function loadCurrent({ published, commands }: Editor): void {
  if (published.version === null) return
  const { source, number } = published.version
  commands.run({ type: 'replace', text: source }, `Version ${number} loaded.`)
  published.rebase()
}
