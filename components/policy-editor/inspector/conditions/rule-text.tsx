'use client'

import { useState } from 'react'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { refusalText, ruleMessage } from '#lib/policy/index.ts'
import { conditionsOf, isComplete, type RuleDraft } from '../../rules/rule-draft.ts'

type RuleTextProps = {
  list: 'require' | 'deny_if'
  draft: RuleDraft
  error: string | null
  onChange: (onDeny: string) => void
  onCommit: () => void
}

/** The rule's own text for the agent, with what the agent reads of it word for word. */
export function RuleText({ list, draft, error, onChange, onCommit }: RuleTextProps) {
  const [typing, setTyping] = useState(false)
  const reason = list === 'require' ? 'requirement-unmet' : 'condition-met'
  const onDeny = draft.onDeny.trim()
  const rule = { conditions: conditionsOf(draft), ...(onDeny === '' ? {} : { on_deny: onDeny }) }
  const reads = isComplete(draft) ? refusalText({ message: ruleMessage(reason, rule) }) : null
  return (
    <Field
      label="Text for the agent"
      optional
      error={error}
      hint={
        reads === null ? (
          'Say what to do instead.'
        ) : (
          <span className={typing ? 'text-ink-2' : undefined}>
            It reads: <span className="code break-words text-12">{reads}</span>
          </span>
        )
      }
    >
      <Textarea
        rows={2}
        value={draft.onDeny}
        onFocus={() => setTyping(true)}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={() => {
          setTyping(false)
          onCommit()
        }}
      />
    </Field>
  )
}
