'use client'

import { Select as Base } from '@base-ui/react/select'
import { clsx } from 'clsx'
import { Check, ChevronsUpDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { controlStyle } from './control-style.ts'
import { floatStyle } from './float-style.ts'

export type Option<Value extends string> = {
  value: Value
  label: string
  icon?: ReactNode
  /** A second line, for a choice that its name alone does not explain. */
  detail?: string
  disabled?: boolean
}

type SelectProps<Value extends string> = {
  options: readonly Option<Value>[]
  value?: Value
  defaultValue?: Value
  onValueChange?: (value: Value) => void
  name?: string
  /** The accessible name where no Field gives one. */
  label?: string
  placeholder?: string
  disabled?: boolean
  invalid?: boolean
  size?: 'sm' | 'md'
  className?: string
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const {
    options,
    label,
    placeholder = 'Choose',
    size = 'md',
    className,
    invalid,
    onValueChange,
    ...root
  } = props
  const items = options.map(({ value, label }) => ({ value, label }))
  return (
    <Base.Root
      {...root}
      items={items}
      onValueChange={(value: Value | null) => {
        if (value !== null) onValueChange?.(value)
      }}
    >
      <div className={clsx('min-w-0', className)}>
        <Base.Trigger
          aria-label={label}
          aria-invalid={invalid || undefined}
          className={clsx(
            controlStyle,
            'flex items-center justify-between gap-2 text-left data-placeholder:text-ink-3 data-popup-open:border-line-strong',
            size === 'sm' ? 'h-7 text-13 coarse:h-10' : 'h-8 coarse:h-11',
          )}
        >
          <Base.Value placeholder={placeholder} className="truncate" />
          <Base.Icon>
            <ChevronsUpDown aria-hidden className="size-3.5 text-ink-3" />
          </Base.Icon>
        </Base.Trigger>
      </div>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
          <Base.Popup
            className={clsx(
              floatStyle,
              'max-h-[min(var(--available-height),22rem)] min-w-(--anchor-width) overflow-y-auto p-1',
            )}
          >
            <Base.List>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled}
                  className="flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 text-14 outline-none data-disabled:text-ink-3 data-highlighted:bg-hover coarse:min-h-11"
                >
                  {option.icon}
                  {option.detail === undefined ? (
                    <Base.ItemText className="flex-1 truncate">{option.label}</Base.ItemText>
                  ) : (
                    <span className="min-w-0 flex-1 py-1">
                      <Base.ItemText className="block truncate">{option.label}</Base.ItemText>
                      <span className="block max-w-64 text-12 text-ink-3">{option.detail}</span>
                    </span>
                  )}
                  <Base.ItemIndicator>
                    <Check aria-hidden className="size-4" />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
