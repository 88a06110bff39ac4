'use client'

import { clsx } from 'clsx'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog } from '#components/ui/dialog.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { useWide } from './use-media.ts'

type SidePanelProps = {
  title: string
  /** Tool names are set in mono. */
  mono?: boolean
  width: 'narrow' | 'wide'
  /** The content fills the panel and scrolls by itself. */
  flush?: boolean
  actions?: ReactNode
  onClose: () => void
  children: ReactNode
}

/** Beside the board where there is room; over it, as a sheet, where there is not. */
export function SidePanel(props: SidePanelProps) {
  const { title, onClose, children } = props
  if (!useWide()) {
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={title}
        size="lg"
        place={props.flush ? 'side' : 'centre'}
      >
        {props.flush ? (
          <div className="-mx-5 -mb-5 h-[calc(100%+1.25rem)] border-line border-t">{children}</div>
        ) : (
          children
        )}
      </Dialog>
    )
  }
  return (
    <aside
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        onClose()
      }}
      className={clsx(
        'flex min-h-0 shrink-0 animate-appear flex-col border-line border-l bg-surface',
        props.width === 'wide' ? 'w-[min(460px,38%)]' : 'w-[368px]',
      )}
    >
      <header className="flex h-12 shrink-0 items-center gap-1 border-line border-b pr-2 pl-4">
        <h2
          title={title}
          className={clsx('min-w-0 flex-1 truncate font-semibold text-14', props.mono && 'code')}
        >
          {title}
        </h2>
        {props.actions}
        <IconButton label="Close" size="sm" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      {/* Positioned, so that what is only for screen readers scrolls with it and never stretches the page. */}
      <div
        className={clsx(
          'relative min-h-0 flex-1',
          props.flush ? 'overflow-hidden' : 'overflow-y-auto px-4 py-4',
        )}
      >
        {children}
      </div>
    </aside>
  )
}
