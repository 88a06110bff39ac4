'use client'

import { clsx } from 'clsx'
import { type KeyboardEvent, type ReactNode, useState } from 'react'

type SegmentedProps<Value extends string> = {
  label: string
  value: Value
  onValueChange: (value: Value) => void
  options: readonly { value: Value; label: ReactNode; name?: string }[]
  size?: 'sm' | 'md'
  className?: string
}

/** One of a few, all in sight; one stop of the Tab key, arrows walk inside. Pressing the chosen one leaves it chosen. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  // The chosen one, until somebody walks.
  const [walkedTo, setWalkedTo] = useState<number | null>(null)
  const last = props.options.length - 1
  const chosen = props.options.findIndex(({ value }) => value === props.value)
  const stop = Math.min(walkedTo ?? Math.max(chosen, 0), last)
  return (
    <fieldset
      aria-label={props.label}
      className={clsx(
        'inline-flex min-w-0 max-w-full gap-0.5 overflow-x-auto rounded-md bg-hover p-0.5',
        props.className,
      )}
    >
      {props.options.map(({ value, label, name }, at) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === props.value}
          aria-label={name}
          tabIndex={at === stop ? 0 : -1}
          onFocus={() => setWalkedTo(at)}
          onKeyDown={(event) => walk(event, at, last)}
          onClick={() => value !== props.value && props.onValueChange(value)}
          className={clsx(
            'inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-sm px-2.5 font-medium text-13 text-ink-2 -outline-offset-1 transition-colors hover:text-ink aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:ring-1 aria-pressed:ring-line forced-colors:aria-pressed:border [&_svg]:size-3.5',
            props.size === 'sm' ? 'h-6 coarse:h-9' : 'h-7 coarse:h-10',
          )}
        >
          {label}
        </button>
      ))}
    </fieldset>
  )
}

/** Arrows go round, Home and End to the ends; with another key held they stay the browser's. */
function walk(event: KeyboardEvent<HTMLElement>, at: number, last: number): void {
  if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
  const next = placeAfter(event.key, at, last)
  if (next === null) return
  event.preventDefault()
  const to = event.currentTarget.parentElement?.children[next]
  if (to instanceof HTMLElement) to.focus()
}

function placeAfter(key: string, at: number, last: number): number | null {
  if (key === 'ArrowRight') return at === last ? 0 : at + 1
  if (key === 'ArrowLeft') return at === 0 ? last : at - 1
  if (key === 'Home') return 0
  return key === 'End' ? last : null
}
