'use client'

import { clsx } from 'clsx'
import type { ComponentProps, MouseEvent } from 'react'
import { type ButtonSize, type ButtonVariant, buttonStyle } from './button-style.ts'
import { Spinner } from './spinner.tsx'

type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant
  size?: ButtonSize
  /** Work is under way: the button keeps its focus and its width, and does nothing more. */
  pending?: boolean
}

export function Button({
  variant,
  size,
  pending,
  className,
  children,
  type = 'button',
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={clsx(buttonStyle(variant, size), className)}
      {...(pending ? { 'aria-disabled': true, 'aria-busy': true, onClick: stop } : { onClick })}
    >
      {pending ? <Spinner /> : null}
      {children}
    </button>
  )
}

function stop(event: MouseEvent) {
  event.preventDefault()
  event.stopPropagation()
}
