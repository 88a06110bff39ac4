'use client'

import { type FormEvent, useState } from 'react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { Severity } from '#lib/policy/index.ts'
import type { Change } from '../board/use-board.ts'
import type { Refused } from '../model.ts'
import { countOf } from '../words.ts'

type PublishFormProps = {
  id: string
  /** null where the policy has its name already. */
  suggestedName: string | null
  openings: readonly { readonly change: Change; readonly severity: Severity }[]
  fault: Refused | null
  /** Kept by the dialog: the form goes while someone else's publish is in the way. */
  comment: string
  onComment: (comment: string) => void
  onSubmit: (input: { name: string; comment: string }) => void
}

/** The last words before a publish: a comment, and a yes to what becomes dangerous. */
export function PublishForm(props: PublishFormProps) {
  const { id, suggestedName, openings, fault, comment, onComment, onSubmit } = props
  const [name, setName] = useState(suggestedName ?? '')
  const [sure, setSure] = useState(false)
  const [asked, setAsked] = useState(false)
  const missingYes = openings.length > 0 && !sure

  function submit(event: FormEvent) {
    event.preventDefault()
    if (missingYes) {
      setAsked(true)
      document.getElementById(`${id}-sure`)?.focus()
    } else onSubmit({ name: name.trim(), comment: comment.trim() })
  }

  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-4">
      {suggestedName === null ? null : (
        <Field label="Name of the policy">
          <Input required value={name} onValueChange={setName} maxLength={100} autoComplete="off" />
        </Field>
      )}
      <Field label="Comment" optional>
        <Textarea
          rows={2}
          value={comment}
          maxLength={500}
          placeholder="Why this change"
          onChange={(event) => onComment(event.currentTarget.value)}
        />
      </Field>
      {openings.length === 0 ? null : (
        <div className="flex flex-col gap-2 rounded-md border border-ink px-3 py-2.5 text-14">
          <p>
            {countOf(openings.length, 'tool')} of High or Critical severity{' '}
            {openings.length === 1 ? 'opens' : 'open'} up:{' '}
            <span className="code break-words text-13">{namesOf(openings)}</span>.
          </p>
          <label htmlFor={`${id}-sure`} className="flex items-center gap-2.5 py-1 font-medium">
            <Checkbox
              id={`${id}-sure`}
              checked={sure}
              onCheckedChange={setSure}
              aria-describedby={asked && missingYes ? `${id}-asked` : undefined}
            />
            Agents may call {openings.length === 1 ? 'it' : 'them'}
          </label>
          {asked && missingYes ? (
            <p id={`${id}-asked`} role="alert" className="text-13 text-ink-2">
              Tick this to publish, or move {openings.length === 1 ? 'the tool' : 'the tools'} to a stricter
              lane.
            </p>
          ) : null}
        </div>
      )}
      {fault === null ? null : <Problem requestId={fault.requestId}>{fault.message}</Problem>}
    </form>
  )
}

function namesOf(openings: PublishFormProps['openings']): string {
  const names = openings.map(({ change }) => change.tool)
  return names.length <= 6 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`
}
