'use client'

import { Input as Base } from '@base-ui/react/input'
import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { controlStyle } from './control-style.ts'

type InputProps = Omit<ComponentProps<typeof Base>, 'className'> & {
  className?: string
  /** Tokens, URLs and ids are set in the mono face. */
  mono?: boolean
}

export function Input({ className, mono, ...rest }: InputProps) {
  return <Base {...rest} className={clsx(controlStyle, 'h-8 coarse:h-11', mono && 'code', className)} />
}
