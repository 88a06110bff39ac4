'use client'

import { useMemo } from 'react'
import { type EditorActions, type EditorProps, PolicyEditor } from '#components/policy-editor/index.ts'
import type { ActionResult } from '#components/ui/action.ts'
import { type Answered, answered } from './answered.ts'

type TrialEditorProps = Pick<EditorProps, 'look' | 'target' | 'server'> & {
  tools: Parameters<typeof PolicyEditor>[0]['tools']
  draft: string | null
  keepHref: string
  keepWords: string
  endsAt: Date
  save: (input: { trialId: string; draft: string | null }) => Promise<ActionResult<null>>
}

const NO_CALLS = Promise.resolve<ReadonlyMap<string, number>>(new Map())
const EPOCH = new Date(0)

/** The policy editor for whoever has the address of a draft: everything of it that needs no account. */
export function TrialEditor(props: TrialEditorProps) {
  const { server, save, draft, keepHref, keepWords, endsAt } = props
  const actions = useMemo(() => actionsOf(server.id, save), [server.id, save])
  return (
    <PolicyEditor
      organisationBaseline={null}
      alsoServes={[]}
      server={server}
      tools={props.tools}
      calls={NO_CALLS}
      policies={[]}
      policy={{ id: '', name: server.name, published: null }}
      draft={draft === null ? null : { text: draft, baseVersion: 0, updatedAt: EPOCH }}
      viewing={null}
      restoring={null}
      proposal={null}
      target={props.target}
      look={props.look}
      author=""
      mayEdit
      actions={actions}
      detailsUrl={`/try/${server.id}/details`}
      replayUrl=""
      shadow={null}
      categories={null}
      mayAccept={false}
      trial={{ keepHref, keepWords, endsAt }}
    />
  )
}

/** Drafts are kept; for the rest there is nothing without an account, and no button that asks for it. */
function actionsOf(trialId: string, save: TrialEditorProps['save']): EditorActions {
  const keep = async (draft: string | null): Promise<Answered> => answered(await save({ trialId, draft }))
  const closed = async () =>
    answered({
      ok: false,
      fault: { code: 'not-signed-in', message: 'Sign up first: this needs an account.' },
    })
  return {
    saveDraft: ({ text }) => keep(text),
    discardDraft: () => keep(null),
    publish: closed,
    loadPolicy: closed,
    loadVersions: closed,
    startShadow: closed,
    loadShadow: closed,
    promoteShadow: closed,
    discardShadow: closed,
    dismissProposal: closed,
  }
}
