'use client'

import { useState } from 'react'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { Refused } from '../model.ts'
import { type Openings, OpeningsConfirmation } from './openings-confirmation.tsx'

type PublishFormProps = {
  id: string
  /** null where the policy has its name already. */
  suggestedName: string | null
  openings: Openings
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
  return (
    <OpeningsConfirmation
      id={id}
      openings={openings}
      onSubmit={() => onSubmit({ name: name.trim(), comment: comment.trim() })}
    >
      {suggestedName === null ? null : (
        <Field label="Name of the policy">
          <Input required value={name} onValueChange={setName} maxLength={80} autoComplete="off" />
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
      {fault === null ? null : <Problem requestId={fault.requestId}>{fault.message}</Problem>}
    </OpeningsConfirmation>
  )
}
