'use client'

import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import { ChipsInput } from '#components/ui/chips-input.tsx'
import type { Json } from '#lib/json/index.ts'
import type { Choice } from '../../rules/field.ts'
import { operandText, type Reading, readOperand, sameJson } from '../../rules/operand.ts'
import type { ValueChange } from './typed-value.tsx'

type ChipsValueProps = {
  label: string
  reads: Reading
  values: readonly Json[]
  onChange: (change: ValueChange, commit: boolean) => void
  disabled?: boolean
  invalid?: boolean
  describedBy?: string
}

const PLACEHOLDERS: Readonly<Record<Reading, string>> = {
  text: 'type, then Enter',
  number: '1, 2, 3',
  any: '5, "5", true',
  pattern: '',
  folder: '',
  host: 'example.com, *.example.org',
}

/** A list of typed values, each a chip. */
export function ChipsValue({ values, reads, onChange, ...rest }: ChipsValueProps) {
  return (
    <ChipsInput
      {...rest}
      mono={reads === 'host' || reads === 'any'}
      placeholder={PLACEHOLDERS[reads]}
      chips={values.map((value) => operandText(value, reads))}
      commas={reads !== 'text'}
      onAdd={(texts) => {
        const added: Json[] = []
        for (const text of texts) {
          const read = readOperand(text, reads)
          if (!read.ok) {
            onChange({ unread: read.problem }, false)
            return false
          }
          if (![...values, ...added].some((value) => sameJson(value, read.value))) added.push(read.value)
        }
        if (added.length === 0) onChange({ unread: null }, false)
        else onChange({ value: [...values, ...added], unread: null }, true)
        return true
      }}
      onTyped={(text) => {
        const read = text.trim() === '' || text.includes(',') ? null : readOperand(text, reads)
        onChange({ unread: read === null || read.ok ? null : read.problem }, false)
      }}
      onRemove={(index) => onChange({ value: values.filter((_, at) => at !== index), unread: null }, true)}
    />
  )
}

type ChoicesValueProps = {
  label: string
  choices: readonly Choice[]
  values: readonly Json[]
  onChange: (values: Json[]) => void
  disabled?: boolean
  describedBy?: string
}

/** Some of a closed list: each a button that is pressed or not. */
export function ChoicesValue({ label, choices, values, onChange, disabled, describedBy }: ChoicesValueProps) {
  const isChosen = (value: Json) => values.some((each) => sameJson(each, value))
  const others = values
    .filter((value) => !choices.some((choice) => sameJson(choice.value, value)))
    .map((value) => ({ value, label: operandText(value, 'any') }))
  return (
    <fieldset
      aria-label={label}
      aria-describedby={describedBy}
      disabled={disabled}
      className="-m-1 flex max-h-44 flex-wrap gap-1 overflow-y-auto p-1"
    >
      {[...choices, ...others].map((choice) => {
        const chosen = isChosen(choice.value)
        return (
          <button
            key={operandText(choice.value, 'any')}
            type="button"
            aria-pressed={chosen}
            onClick={() =>
              onChange(
                chosen ? values.filter((each) => !sameJson(each, choice.value)) : [...values, choice.value],
              )
            }
            className={clsx(
              'inline-flex h-7 max-w-full items-center gap-1 rounded-sm border px-2 text-13 coarse:h-10',
              chosen
                ? 'border-ink bg-hover text-ink'
                : 'border-line text-ink-2 hover:bg-hover hover:text-ink',
            )}
          >
            {chosen ? <Check aria-hidden className="size-3.5 shrink-0" /> : null}
            <span className="truncate">{choice.label}</span>
          </button>
        )
      })}
    </fieldset>
  )
}
