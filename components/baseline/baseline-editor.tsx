'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useDraft } from '#components/policy-editor/index.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'
import type { CompletionTool } from '#lib/policy/index.ts'
import { BaselinePreview } from './baseline-preview.tsx'
import { BaselineText } from './baseline-text.tsx'
import { type BaselineActions, EMPTY, STARTERS } from './baseline-view.ts'
import { useCheck } from './use-check.ts'

type BaselineEditorProps = {
  published: { readonly number: number; readonly source: string } | null
  /** Why the reader may not change it; null where they may. */
  obstacle: string | null
  tools: readonly CompletionTool[]
  actions: BaselineActions
}

/** The text, what is wrong with it, what it would change, and its publishing. */
export function BaselineEditor({ published, obstacle, tools, actions }: BaselineEditorProps) {
  const mayEdit = obstacle === null
  const router = useRouter()
  const before = published?.source ?? EMPTY
  const [draft, dispatch] = useDraft(before, null)
  const { text } = draft
  const [comment, setComment] = useState('')
  const checked = useCheck(text, actions.check)
  const { run, pending, fault } = useAction(actions.publish)
  const errors = checked?.issues.filter(({ severity }) => severity === 'error').length ?? 0
  const isChanged = text !== before

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await run({ document: text, baseVersion: published?.number ?? 0, comment })
    if (!result?.ok) return
    toast.success(`Version ${result.value.version} holds from now on`)
    router.refresh()
  }

  function replace(by: string, said: string) {
    dispatch({ type: 'command', command: { type: 'replace', text: by }, said })
  }

  return (
    <Form onSubmit={submit} noValidate className="flex flex-col gap-4 border-line border-b pb-7">
      {published ? null : (
        <Notice title="No baseline yet">
          Every call is decided by the policy of its grant alone. Publish a baseline to refuse something
          everywhere at once.
        </Notice>
      )}
      {mayEdit && published === null ? (
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">Start from</legend>
          {STARTERS.map((starter) => (
            <Button key={starter.title} size="sm" onClick={() => replace(starter.text, starter.title)}>
              {starter.title}
            </Button>
          ))}
        </fieldset>
      ) : null}
      <BaselineText
        label={published ? `Version ${published.number}` : 'Document'}
        hint={obstacle ?? 'A policy document with hide, all_tools and entries that refuse; JSON or YAML.'}
        draft={draft}
        dispatch={dispatch}
        issues={checked?.issues ?? []}
        tools={tools}
        editable={mayEdit}
      />
      {mayEdit && isChanged ? (
        <>
          <BaselinePreview isChecked={checked !== null} preview={checked?.preview ?? null} />
          <Field label="Comment" optional className="max-w-lg">
            <Input
              value={comment}
              onValueChange={setComment}
              maxLength={500}
              placeholder="Why it changes, for whoever reads the history"
            />
          </Field>
        </>
      ) : null}
      <FaultProblem fault={fault} />
      {mayEdit ? (
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" pending={pending} disabled={!isChanged || errors > 0}>
            Publish
          </Button>
          {isChanged ? (
            <Button variant="quiet" onClick={() => replace(before, 'Changes discarded.')}>
              Discard changes
            </Button>
          ) : null}
        </div>
      ) : null}
    </Form>
  )
}
