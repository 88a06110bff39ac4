'use client'

import { Checkbox as Base } from '@base-ui/react/checkbox'
import { clsx } from 'clsx'
import { Check, Minus } from 'lucide-react'
import type { ComponentProps } from 'react'

type CheckboxProps = Omit<ComponentProps<typeof Base.Root>, 'className'> & { className?: string }

/** The box alone; put it in a Field or a label, or give it an `aria-label`. */
export function Checkbox({ className, indeterminate, ...rest }: CheckboxProps) {
  return (
    <Base.Root
      {...rest}
      indeterminate={indeterminate}
      className={clsx(
        'relative inline-flex size-4 shrink-0 items-center justify-center rounded-[4px] border border-line-strong bg-surface text-on-ink transition-[background-color,border-color] after:absolute after:-inset-2 data-checked:border-ink data-indeterminate:border-ink data-checked:bg-ink data-indeterminate:bg-ink data-disabled:opacity-50',
        className,
      )}
    >
      <Base.Indicator className="flex">
        {indeterminate ? (
          <Minus aria-hidden className="size-3" strokeWidth={3} />
        ) : (
          <Check aria-hidden className="size-3" strokeWidth={3} />
        )}
      </Base.Indicator>
    </Base.Root>
  )
}
