'use client'

import { Field } from '@base-ui/react/field'
import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { controlStyle } from './control-style.ts'

type TextareaProps = ComponentProps<'textarea'> & { mono?: boolean }

export function Textarea({ className, mono, rows = 3, ...rest }: TextareaProps) {
  return (
    <Field.Control
      render={
        <textarea
          {...rest}
          rows={rows}
          className={clsx(controlStyle, 'py-1.5 leading-5', mono && 'code', className)}
        />
      }
    />
  )
}
