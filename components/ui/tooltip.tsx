'use client'

import { Tooltip as Base } from '@base-ui/react/tooltip'
import { clsx } from 'clsx'
import type { ReactElement, ReactNode } from 'react'

type TooltipProps = {
  /** A name or a short addition. What a reader must know belongs in a Popover or in the page. */
  text: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  disabled?: boolean
  /** One element that takes a ref and pointer events: usually a button. */
  children: ReactElement<Record<string, unknown>>
}

export function Tooltip({ text, side = 'top', disabled, children }: TooltipProps) {
  return (
    <Base.Root disabled={disabled}>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-50">
          <Base.Popup
            className={clsx(
              'max-w-72 rounded-sm bg-ink px-2 py-1 text-12 text-on-ink transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0 data-instant:transition-none',
            )}
          >
            {text}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** Once around the app: after one tooltip was shown, the next one appears at once. */
export const TooltipProvider = Base.Provider
