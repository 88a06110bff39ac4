'use client'

import { clsx } from 'clsx'
import { useId, useState } from 'react'
import { Input } from '#components/ui/input.tsx'
import { Problem } from '../conditions/comparison-row.tsx'

type CheckedInputProps = {
  label: string
  /** What the document says. */
  written: string
  editable: boolean
  /** Enter, or the field is left with another text: null where it was taken, else why not. */
  onCommit: (text: string) => string | null
  inputMode?: 'decimal' | 'text'
  placeholder?: string
  mono?: boolean
  autoFocus?: boolean
  className?: string
}

/** A text of the document that is written when it may stand; until then the field says why it may not. */
export function CheckedInput(props: CheckedInputProps) {
  const { written } = props
  const [state, setState] = useState<{ text: string; of: string; problem: string | null }>({
    text: written,
    of: written,
    problem: null,
  })
  const problemId = useId()
  if (state.of !== written) setState({ text: written, of: written, problem: null })
  const commit = () => {
    if (state.text.trim() === written) return setState({ text: written, of: written, problem: null })
    setState({ ...state, problem: props.onCommit(state.text.trim()) })
  }
  return (
    <div className={clsx('flex min-w-0 flex-col gap-1', props.className)}>
      <Input
        // The place where one looks next, in a field that a choice has just brought.
        autoFocus={props.autoFocus ?? false}
        aria-label={props.label}
        aria-invalid={state.problem !== null || undefined}
        aria-describedby={problemId}
        inputMode={props.inputMode ?? 'text'}
        autoComplete="off"
        spellCheck={false}
        mono={props.mono ?? false}
        placeholder={props.placeholder}
        disabled={!props.editable}
        value={state.text}
        className="aria-invalid:border-ink"
        onValueChange={(text) => setState({ ...state, text, problem: null })}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
        }}
      />
      <div id={problemId} className="empty:hidden">
        {state.problem === null ? null : <Problem message={state.problem} />}
      </div>
    </div>
  )
}
