'use client'

import { useState } from 'react'
import { Input } from '#components/ui/input.tsx'
import { type Json, serializeJson } from '#lib/json/index.ts'
import { operandText, type Reading, readOperand } from '../../rules/operand.ts'

export type ValueChange = { value?: Json | undefined; unread: string | null }

type TypedValueProps = {
  label: string
  reads: Reading
  value: Json | undefined
  /** As it is typed; `unread` says why what stands there is no value. */
  onChange: (change: ValueChange) => void
  /** Enter, or the field is left. */
  onCommit: () => void
  placeholder?: string
  disabled?: boolean
  invalid?: boolean
  describedBy?: string
}

const PLACEHOLDERS: Readonly<Record<Reading, string>> = {
  text: 'a text',
  number: 'a number',
  any: '500, "text", true',
  pattern: '^conn_[a-z0-9]+$',
  folder: '/srv/data',
  host: 'example.com',
}
const MONO: readonly Reading[] = ['pattern', 'folder', 'host', 'any']

/** A value that is typed. What stands in the field follows the rule, except while it is no value yet. */
export function TypedValue(props: TypedValueProps) {
  const { reads, value } = props
  const key = value === undefined ? '' : serializeJson(value)
  const [state, setState] = useState({ text: operandText(value, reads), of: key })
  // Undo, a fix, another field: the value became another one elsewhere.
  if (state.of !== key) setState({ text: operandText(value, reads), of: key })
  return (
    <Input
      aria-label={props.label}
      data-operand
      aria-invalid={props.invalid || undefined}
      aria-describedby={props.describedBy}
      className="aria-invalid:border-ink"
      mono={MONO.includes(reads)}
      inputMode={reads === 'number' ? 'decimal' : 'text'}
      autoComplete="off"
      spellCheck={false}
      placeholder={props.placeholder ?? PLACEHOLDERS[reads]}
      disabled={props.disabled ?? false}
      value={state.text}
      onValueChange={(text) => {
        const read = readOperand(text, reads)
        setState({ text, of: read.ok ? serializeJson(read.value) : key })
        props.onChange(read.ok ? { value: read.value, unread: null } : { unread: read.problem })
      }}
      onBlur={props.onCommit}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        props.onCommit()
      }}
    />
  )
}
