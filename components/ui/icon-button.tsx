'use client'

import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { type ButtonSize, type ButtonVariant, iconButtonStyle } from './button-style.ts'
import { tip } from './tips.tsx'

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> & {
  /** What it does; the accessible name, and the tooltip. */
  label: string
  variant?: ButtonVariant
  size?: ButtonSize
}

export function IconButton({ label, variant, size, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      {...tip(label)}
      {...rest}
      type={type}
      aria-label={label}
      className={clsx(iconButtonStyle(variant, size), className)}
    />
  )
}
