'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { useHydrated } from '#components/ui/use-hydrated.ts'
import { BaselinePreview } from './baseline-preview.tsx'
import { type BaselineActions, EMPTY, STARTERS } from './baseline-view.ts'
import { IssueList } from './issue-list.tsx'
import { useCheck } from './use-check.ts'

type BaselineEditorProps = {
  published: { readonly number: number; readonly source: string } | null
  mayEdit: boolean
  actions: BaselineActions
}

/** The text, what is wrong with it, what it would change, and its publishing. */
export function BaselineEditor({ published, mayEdit, actions }: BaselineEditorProps) {
  const router = useRouter()
  const isAlive = useHydrated()
  const area = useRef<HTMLTextAreaElement>(null)
  const before = published?.source ?? EMPTY
  const [text, setText] = useState(before)
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

  function jump(offset: number, length: number) {
    area.current?.focus()
    area.current?.setSelectionRange(offset, offset + length)
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4 border-line border-b pb-7">
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
            <Button key={starter.title} size="sm" onClick={() => setText(starter.text)}>
              {starter.title}
            </Button>
          ))}
        </fieldset>
      ) : null}
      <Field
        label={published ? `Version ${published.number}` : 'Document'}
        hint={
          mayEdit
            ? 'A policy document with hide, all_tools and entries that refuse; JSON or YAML.'
            : 'It takes a policy manager to change it.'
        }
      >
        <Textarea
          ref={area}
          mono
          rows={18}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          // What is typed before the page is alive would be lost.
          readOnly={!mayEdit || !isAlive}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="text-13"
        />
      </Field>
      {checked && checked.issues.length > 0 ? (
        <IssueList issues={checked.issues} text={text} onJump={jump} />
      ) : null}
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
            <Button variant="quiet" onClick={() => setText(before)}>
              Discard changes
            </Button>
          ) : null}
        </div>
      ) : null}
    </form>
  )
}
