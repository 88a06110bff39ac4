'use client'

import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import type { ButtonSize, ButtonVariant } from './button-style.ts'
import { Popover } from './popover.tsx'

type WithheldProps = {
  /** Why not, and who may: the sentence of `obstacle` in lib/role.ts. */
  reason: string
  variant?: ButtonVariant
  size?: ButtonSize
  /** What the button says to whoever may. */
  children: ReactNode
}

/**
 * A button for what the reader's role may not do. It stays where it is for those who may, does nothing, and says why: to the
 * pointer, to a press, and to who hears the page.
 */
export function Withheld({ reason, variant, size, children }: WithheldProps) {
  return (
    <Popover
      openOnHover
      align="end"
      trigger={
        <Button variant={variant} size={size} aria-disabled aria-description={reason}>
          {children}
        </Button>
      }
    >
      <p className="text-13 text-ink-2">{reason}</p>
    </Popover>
  )
}
