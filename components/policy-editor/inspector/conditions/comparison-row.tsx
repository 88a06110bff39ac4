'use client'

import { CircleAlert, TriangleAlert, X } from 'lucide-react'
import { type Ref, useId } from 'react'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Select } from '#components/ui/select.tsx'
import type { AbsenceHint } from '../../rules/absence.ts'
import { CLAIM_WARNING } from '../../rules/facts.ts'
import type { Field } from '../../rules/field.ts'
import { fieldAt } from '../../rules/fields.ts'
import { carriedOver, controlFor } from '../../rules/operand.ts'
import { OPERATOR_WORDS, operatorsFor } from '../../rules/operators.ts'
import type { RuleProblem } from '../../rules/rule-check.ts'
import type { ComparisonDraft } from '../../rules/rule-draft.ts'
import { FieldPicker } from './field-picker.tsx'
import { TryIt } from './try-it.tsx'
import { ValueControl } from './value-control.tsx'

type ComparisonRowProps = {
  comparison: ComparisonDraft
  fields: readonly Field[]
  problem: RuleProblem | null
  hint: AbsenceHint | null
  /** `commit` where the change is whole; typing commits by `onCommit`. */
  onChange: (change: Partial<Omit<ComparisonDraft, 'id'>>, commit: boolean) => void
  onCommit: () => void
  onFix: (hint: AbsenceHint) => void
  /** Absent for the only one of a rule, which goes with its rule. */
  onRemove?: (() => void) | undefined
  pickerRef?: Ref<HTMLButtonElement> | undefined
}

/** “[amount] [is more than] [500]”, and what to know about it. */
export function ComparisonRow(props: ComparisonRowProps) {
  const { comparison, fields, problem, hint, onChange } = props
  const { path, op, value } = comparison
  const noteId = useId()
  const field = fieldAt(path, fields)
  const control = controlFor(field, op)
  const isWide = control.kind === 'chips' || control.kind === 'choices'
  const valueProps = {
    label: 'Value',
    control,
    value,
    onChange,
    onCommit: props.onCommit,
    invalid: problem?.part === 'value',
    describedBy: noteId,
  }
  const choosePath = (next: string) => {
    const nextField = fieldAt(next, fields)
    const fitting = operatorsFor(nextField)
    const nextOp = path !== '' && fitting.includes(op) ? op : (fitting[0] ?? 'eq')
    const nextValue = carriedOver(value, controlFor(nextField, nextOp))
    onChange({ path: next, op: nextOp, value: nextValue, unread: null }, true)
  }
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-1">
        <FieldBox {...props} noteId={noteId} onChange={choosePath} />
        {props.onRemove ? (
          <IconButton label="Remove this condition" size="sm" onClick={props.onRemove}>
            <X aria-hidden />
          </IconButton>
        ) : null}
      </div>
      {path === '' ? null : (
        <div className={isWide ? 'flex flex-col gap-1.5' : 'flex items-center gap-1.5'}>
          <Select
            label="Comparison"
            className={control.kind === 'none' || isWide ? 'w-full' : 'w-36 shrink-0'}
            value={op}
            options={operatorsFor(field, op).map((each) => ({ value: each, label: OPERATOR_WORDS[each] }))}
            onValueChange={(next) =>
              onChange({ op: next, value: carriedOver(value, controlFor(field, next)), unread: null }, true)
            }
          />
          {control.kind === 'none' ? null : (
            <div className="min-w-0 flex-1">
              <ValueControl {...valueProps} />
            </div>
          )}
        </div>
      )}
      <div id={noteId} className="flex flex-col gap-1 empty:hidden">
        {problem === null ? null : <Problem message={problem.message} />}
        {path === '' ? null : <FieldNotes field={field} />}
        {hint === null ? null : (
          <p className="text-12 text-ink-2">
            {hint.message}{' '}
            {hint.fix === null ? null : (
              <Button
                variant="quiet"
                size="sm"
                className="-my-1 -ml-2 underline"
                onClick={() => props.onFix(hint)}
              >
                {hint.fix.label}
              </Button>
            )}
          </p>
        )}
      </div>
      {op === 'regex' || op === 'within' || op === 'host_in' ? <TryIt comparison={comparison} /> : null}
    </div>
  )
}

type FieldBoxProps = Pick<ComparisonRowProps, 'comparison' | 'fields' | 'problem' | 'pickerRef'> & {
  noteId: string
  onChange: (path: string) => void
}

function FieldBox({ comparison, fields, problem, noteId, onChange, pickerRef }: FieldBoxProps) {
  return (
    <div className="min-w-0 flex-1">
      <FieldPicker
        label="Field"
        fields={fields}
        path={comparison.path}
        onChange={onChange}
        invalid={problem?.part === 'path'}
        describedBy={noteId}
        {...(pickerRef === undefined ? {} : { triggerRef: pickerRef })}
      />
    </div>
  )
}

function FieldNotes({ field }: { field: Field }) {
  if (field.path === 'client.name') return <Warning message={CLAIM_WARNING} />
  if (field.presence !== 'undeclared') return null
  return (
    <Warning
      message={`The definition declares no ${field.path}. The rule may stand, but check the spelling: a call without it is judged as one where it is absent.`}
    />
  )
}

export function Problem({ message }: { message: string }) {
  return (
    <p role="alert" className="flex items-start gap-1.5 font-medium text-12 text-ink">
      <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <span className="min-w-0 break-words">{message}</span>
    </p>
  )
}

export function Warning({ message }: { message: string }) {
  return (
    <p className="flex items-start gap-1.5 text-12 text-ink-2">
      <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0 text-medium-ink" />
      <span className="min-w-0 break-words">{message}</span>
    </p>
  )
}
