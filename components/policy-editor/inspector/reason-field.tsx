'use client'

import { useState } from 'react'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { useCommands } from '../editor-context.ts'

type ReasonFieldProps = { tool: string; label: string; hint: string; reason: string; editable: boolean }

/** A text of the rule. It becomes part of the draft when the field is left. */
export function ReasonField({ tool, label, hint, reason, editable }: ReasonFieldProps) {
  const { run } = useCommands()
  const [text, setText] = useState(reason)
  return (
    <Field label={label} hint={hint} disabled={!editable} optional>
      <Textarea
        rows={2}
        value={text}
        maxLength={1000}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => {
          if (text.trim() !== reason) run({ type: 'set-reason', tool, reason: text.trim() })
        }}
      />
    </Field>
  )
}
