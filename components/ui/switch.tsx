'use client'

import { Switch as Base } from '@base-ui/react/switch'
import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

type SwitchProps = Omit<ComponentProps<typeof Base.Root>, 'className'> & { className?: string }

/** On or off, at once. Put it in a Field or a label, or give it an `aria-label`. */
export function Switch({ className, ...rest }: SwitchProps) {
  return (
    <Base.Root
      {...rest}
      className={clsx(
        'relative inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-line-strong bg-sunken px-0.5 transition-[background-color,border-color] after:absolute after:-inset-2 data-checked:border-ink data-checked:bg-ink data-disabled:opacity-50',
        className,
      )}
    >
      <Base.Thumb className="size-3.5 rounded-full bg-ink-2 transition-transform data-checked:translate-x-4 data-checked:bg-on-ink" />
    </Base.Root>
  )
}
