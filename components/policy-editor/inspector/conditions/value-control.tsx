'use client'

import { Select } from '#components/ui/select.tsx'
import { type Json, serializeJson } from '#lib/json/index.ts'
import type { Choice } from '../../rules/field.ts'
import { type Control, operandText } from '../../rules/operand.ts'
import { ChipsValue, ChoicesValue } from './list-value.tsx'
import { TypedValue, type ValueChange } from './typed-value.tsx'

type ValueControlProps = {
  label: string
  control: Control
  value: Json | undefined
  /** `commit` where the change is whole: a choice, a chip; typing commits by `onCommit`. */
  onChange: (change: ValueChange, commit: boolean) => void
  onCommit: () => void
  disabled?: boolean
  invalid?: boolean
  describedBy?: string
}

/** The control that a field and an operator ask for. */
export function ValueControl(props: ValueControlProps) {
  const { control, value, label, onChange, onCommit, ...state } = props
  const choose = (next: Json) => onChange({ value: next, unread: null }, true)
  switch (control.kind) {
    case 'none':
      return null
    case 'flag':
      return <OneOf label={label} choices={FLAGS} value={value} onChange={choose} {...state} />
    case 'choice':
      return <OneOf label={label} choices={control.choices} value={value} onChange={choose} {...state} />
    case 'choices':
      return (
        <ChoicesValue
          label={label}
          choices={control.choices}
          values={listOf(value)}
          onChange={choose}
          {...state}
        />
      )
    case 'chips':
      return (
        <ChipsValue
          label={label}
          reads={control.reads}
          values={listOf(value)}
          onChange={onChange}
          {...state}
        />
      )
    case 'typed':
      return (
        <TypedValue
          key={control.reads}
          label={label}
          reads={control.reads}
          value={value}
          onChange={(change) => onChange(change, false)}
          onCommit={onCommit}
          {...state}
        />
      )
    default:
      return control satisfies never
  }
}

const FLAGS: readonly Choice[] = [
  { value: true, label: 'true' },
  { value: false, label: 'false' },
]

type OneOfProps = {
  label: string
  choices: readonly Choice[]
  value: Json | undefined
  onChange: (value: Json) => void
  disabled?: boolean
  invalid?: boolean
}

function OneOf({ label, choices, value, onChange, disabled, invalid }: OneOfProps) {
  const key = value === undefined ? undefined : serializeJson(value)
  const known = choices.map((choice) => ({ value: serializeJson(choice.value), label: choice.label }))
  // What the document says is shown, also where the schema does not know it.
  const isOther = key !== undefined && !known.some((option) => option.value === key)
  const options = isOther
    ? [...known, { value: key, label: `${operandText(value, 'any')} (not declared)` }]
    : known
  return (
    <Select
      label={label}
      options={options}
      {...(key === undefined ? {} : { value: key })}
      onValueChange={(next) => {
        const choice = choices.find((each) => serializeJson(each.value) === next)
        if (choice !== undefined) onChange(choice.value)
      }}
      disabled={disabled ?? false}
      invalid={invalid ?? false}
    />
  )
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}
