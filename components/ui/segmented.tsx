'use client'

import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'

type SegmentedProps<Value extends string> = {
  label: string
  value: Value
  onValueChange: (value: Value) => void
  options: readonly { value: Value; label: ReactNode; name?: string }[]
  size?: 'sm' | 'md'
  className?: string
}

/** One of a few, all in sight. Pressing the chosen one leaves it chosen. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  return (
    <ToggleGroup
      aria-label={props.label}
      value={[props.value]}
      onValueChange={(next: Value[]) => {
        const value = next[0]
        if (value !== undefined) props.onValueChange(value)
      }}
      className={clsx(
        'inline-flex max-w-full gap-0.5 overflow-x-auto rounded-md bg-hover p-0.5',
        props.className,
      )}
    >
      {props.options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          aria-label={option.name}
          className={clsx(
            'inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-sm px-2.5 font-medium text-13 text-ink-2 -outline-offset-1 transition-colors hover:text-ink data-pressed:bg-surface data-pressed:text-ink data-pressed:ring-1 data-pressed:ring-line forced-colors:data-pressed:border [&_svg]:size-3.5',
            props.size === 'sm' ? 'h-6 coarse:h-9' : 'h-7 coarse:h-10',
          )}
        >
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
