'use client'

import { Field as Base } from '@base-ui/react/field'
import { clsx } from 'clsx'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

type FieldProps = {
  label: ReactNode
  /** The control: Input, Textarea, Select, Checkbox… Its id and descriptions are wired here. */
  children: ReactNode
  name?: string
  hint?: ReactNode
  /** A sentence: what is wrong and what to write instead. */
  error?: string | null
  optional?: boolean
  hideLabel?: boolean
  disabled?: boolean
  className?: string
}

/** A labelled control with a hint and an error, announced together. */
export function Field(props: FieldProps) {
  const invalid = Boolean(props.error)
  return (
    <Base.Root
      name={props.name}
      invalid={invalid}
      disabled={props.disabled}
      className={clsx('flex min-w-0 flex-col gap-1.5', props.className)}
    >
      <Base.Label className={clsx('font-medium text-13 text-ink', props.hideLabel && 'sr-only')}>
        {props.label}
        {props.optional ? <span className="font-normal text-ink-3"> (optional)</span> : null}
      </Base.Label>
      {props.children}
      {props.hint ? <Base.Description className="text-13 text-ink-3">{props.hint}</Base.Description> : null}
      <Base.Error match={invalid} className="flex items-start gap-1.5 font-medium text-13 text-ink">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>{props.error}</span>
      </Base.Error>
    </Base.Root>
  )
}
