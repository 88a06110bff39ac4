'use client'

import { Field } from '@base-ui/react/field'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Checkbox } from './checkbox.tsx'

type CheckboxRowProps = {
  label: ReactNode
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  className?: string
}

/** A box with its words; both can be pressed. */
export function CheckboxRow({ label, checked, onCheckedChange, className }: CheckboxRowProps) {
  return (
    <Field.Root className={clsx('min-w-0', className)}>
      <Field.Label className="flex min-h-8 items-center gap-2.5">
        <Checkbox checked={checked} onCheckedChange={(next) => onCheckedChange(next)} />
        <span className="truncate">{label}</span>
      </Field.Label>
    </Field.Root>
  )
}
