'use client'

import { Popover as Base } from '@base-ui/react/popover'
import { clsx } from 'clsx'
import type { ReactElement, ReactNode } from 'react'
import { floatStyle } from './float-style.ts'

type PopoverProps = {
  /** The element that opens it; it must be a button. */
  trigger: ReactElement<Record<string, unknown>>
  title?: string
  children: ReactNode
  openOnHover?: boolean
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  open?: boolean
  onOpenChange?: (open: boolean) => void
  className?: string
}

export function Popover(props: PopoverProps) {
  return (
    <Base.Root open={props.open} onOpenChange={(open) => props.onOpenChange?.(open)}>
      <Base.Trigger openOnHover={props.openOnHover} delay={200} closeDelay={80} render={props.trigger} />
      <Base.Portal>
        <Base.Positioner
          side={props.side ?? 'bottom'}
          align={props.align ?? 'start'}
          sideOffset={6}
          collisionPadding={12}
          className="z-50"
        >
          <Base.Popup
            className={clsx(floatStyle, 'w-max max-w-[min(20rem,calc(100vw-24px))] p-3', props.className)}
          >
            {props.title ? (
              <Base.Title className="mb-1 font-medium text-13 text-ink">{props.title}</Base.Title>
            ) : null}
            {props.children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
