'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { type ReactElement, type ReactNode, useRef } from 'react'
import { iconButtonStyle } from './button-style.ts'
import { dialogStyle, drawerStyle, scrimStyle } from './dialog-style.ts'

type DialogProps = {
  title: string
  description?: ReactNode
  children?: ReactNode
  /** Buttons at the foot, the last one the main. */
  footer?: ReactNode
  trigger?: ReactElement<Record<string, unknown>>
  open?: boolean
  onOpenChange?: (open: boolean) => void
  size?: 'sm' | 'md' | 'lg'
  /** `side` slides in from the right edge and takes the whole height: for reading, not for deciding. */
  place?: 'centre' | 'side'
}

const WIDTHS = { sm: 'max-w-md', md: 'max-w-lg', lg: 'max-w-2xl' }

export function Dialog(props: DialogProps) {
  const { title, description, children, footer, trigger, size = 'md', place = 'centre' } = props
  const panel = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={props.open} onOpenChange={(open) => props.onOpenChange?.(open)}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={scrimStyle} />
        <Base.Viewport className="fixed inset-0 z-50 flex overflow-hidden">
          <Base.Popup
            ref={panel}
            initialFocus={place === 'side' ? panel : undefined}
            className={clsx(place === 'side' ? drawerStyle : dialogStyle, place === 'centre' && WIDTHS[size])}
          >
            <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
              <div className="min-w-0">
                <Base.Title className="break-words font-semibold text-16">{title}</Base.Title>
                {description ? (
                  <Base.Description className="mt-0.5 text-13 text-ink-2">{description}</Base.Description>
                ) : null}
              </div>
              <Base.Close aria-label="Close" className={clsx(iconButtonStyle('quiet', 'sm'), '-mr-1.5')}>
                <X aria-hidden />
              </Base.Close>
            </header>
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
            {footer ? (
              <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">
                {footer}
              </footer>
            ) : null}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

/** Closes the dialog it stands in; give it a Button. */
export function DialogClose({ render }: { render: ReactElement<Record<string, unknown>> }) {
  return <Base.Close render={render} />
}
