'use client'

import { useState } from 'react'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'

type ApproverTextProps = {
  written: string
  editable: boolean
  refused: string | null
  onCommit: (text: string) => void
}

/** What the approver reads. It becomes part of the draft when the field is left. */
export function ApproverText({ written, editable, refused, onCommit }: ApproverTextProps) {
  const [text, setText] = useState(written)
  return (
    <Field
      label="Text for the approver"
      hint="Why this call waits, and what to look at."
      disabled={!editable}
      error={refused}
      optional
    >
      <Textarea
        rows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => {
          if (text.trim() !== written) onCommit(text.trim())
        }}
      />
    </Field>
  )
}
