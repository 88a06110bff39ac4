'use client'

import { X } from 'lucide-react'
import { Field } from '#components/ui/field.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { Input as ArgumentInput, Typed } from './inputs.ts'

type ArgumentFormProps = {
  inputs: readonly ArgumentInput[]
  typed: Typed
  faults: Readonly<Record<string, string>>
  onChange: (typed: Typed) => void
}

/** A control for each declared argument. An argument that was not touched is not part of the call. */
export function ArgumentForm({ inputs, typed, faults, onChange }: ArgumentFormProps) {
  if (inputs.length === 0)
    return <p className="text-13 text-ink-2">This tool declares no arguments. Write others as JSON.</p>
  const clear = (name: string) => {
    const { [name]: _, ...rest } = typed
    onChange(rest)
  }
  return (
    <div className="flex flex-col gap-3">
      {inputs.map((input) => {
        const given = Object.hasOwn(typed, input.name)
        return (
          <Field
            key={input.name}
            label={
              <span className="flex items-baseline gap-2">
                <span className="code">{input.name}</span>
                <span className="font-normal text-12 text-ink-3">
                  {input.type}
                  {input.required ? ', required' : ''}
                </span>
              </span>
            }
            error={faults[input.name] ?? null}
          >
            <div className="flex items-start gap-1">
              <div className="min-w-0 flex-1">
                <Control
                  input={input}
                  value={typed[input.name] ?? ''}
                  given={given}
                  onChange={(text) => onChange({ ...typed, [input.name]: text })}
                />
              </div>
              <IconButton
                label={`Leave out ${input.name}`}
                disabled={!given}
                onClick={() => clear(input.name)}
              >
                <X aria-hidden />
              </IconButton>
            </div>
          </Field>
        )
      })}
    </div>
  )
}

type ControlProps = {
  input: ArgumentInput
  value: string
  given: boolean
  onChange: (text: string) => void
}

function Control({ input, value, given, onChange }: ControlProps) {
  const placeholder = given ? '' : 'Not given'
  switch (input.kind) {
    case 'choice':
    case 'boolean': {
      const choices = input.kind === 'boolean' ? ['true', 'false'] : input.choices
      return (
        <Select
          label={input.name}
          options={choices.map((choice) => ({ value: jsonOf(choice, input), label: choice }))}
          // A new select where the value is taken away: it knows no "none".
          key={given ? 'given' : 'none'}
          {...(given ? { value } : {})}
          onValueChange={onChange}
          placeholder="Not given"
        />
      )
    }
    case 'json':
      return (
        <Textarea
          mono
          rows={value.includes('\n') ? 4 : 1}
          value={value}
          placeholder={given ? '' : 'Not given. Written as JSON.'}
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    default:
      return (
        <Input
          value={value}
          placeholder={placeholder}
          inputMode={input.kind === 'number' ? 'decimal' : 'text'}
          autoComplete="off"
          spellCheck={false}
          onValueChange={onChange}
        />
      )
  }
}

/** A choice is shown as it reads and typed as JSON: the text `a` is `"a"`. */
function jsonOf(choice: string, { kind, literals }: ArgumentInput): string {
  return kind === 'boolean' ? choice : (literals.get(choice) ?? JSON.stringify(choice))
}
