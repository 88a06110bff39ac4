'use client'

import { Combobox as Base } from '@base-ui/react/combobox'
import { clsx } from 'clsx'
import { Check, ChevronsUpDown } from 'lucide-react'
import { type Ref, useState } from 'react'
import { controlStyle } from './control-style.ts'
import { floatStyle } from './float-style.ts'

export type SearchOption = {
  readonly value: string
  readonly label: string
  /** At the right edge, such as a type. */
  readonly detail?: string
  /** A second line. */
  readonly hint?: string
  /** Found by these words too. */
  readonly keywords?: string
}
export type SearchGroup = { readonly name: string; readonly items: readonly SearchOption[] }

type SearchSelectProps = {
  /** The accessible name of the control and of its list. */
  label: string
  groups: readonly SearchGroup[]
  /** The chosen option, which need not be in the list; null for none. */
  value: SearchOption | null
  onValueChange: (value: string) => void
  /** What else a typed text may mean: stands last in the list. */
  offer?: (query: string) => SearchGroup | null
  placeholder: string
  searchPlaceholder: string
  disabled?: boolean
  invalid?: boolean
  describedBy?: string
  triggerRef?: Ref<HTMLButtonElement>
  className?: string
}

/** A select whose list is long enough to be searched, in groups. */
export function SearchSelect(props: SearchSelectProps) {
  const { label, value, offer } = props
  const [query, setQuery] = useState('')
  const offered = query.trim() === '' ? null : (offer?.(query.trim()) ?? null)
  const groups = offered === null ? props.groups : [...props.groups, offered]
  const matches = (option: SearchOption, typed: string) =>
    offered?.items.includes(option) === true || isFound(option, typed)
  return (
    <Base.Root
      items={groups}
      value={value}
      onValueChange={(next: SearchOption | null) => {
        if (next !== null) props.onValueChange(next.value)
      }}
      inputValue={query}
      onInputValueChange={setQuery}
      onOpenChange={(open) => {
        if (!open) setQuery('')
      }}
      isItemEqualToValue={(one: SearchOption, other: SearchOption) => one.value === other.value}
      itemToStringLabel={(option: SearchOption) => option.label}
      filter={matches}
      autoHighlight
      disabled={props.disabled ?? false}
    >
      <Base.Trigger
        ref={props.triggerRef}
        aria-label={value === null ? label : `${label}: ${value.label}`}
        aria-invalid={props.invalid || undefined}
        aria-describedby={props.describedBy}
        className={clsx(
          controlStyle,
          'flex h-8 items-center justify-between gap-2 text-left aria-invalid:border-ink data-popup-open:border-line-strong coarse:h-11',
          props.className,
        )}
      >
        <span title={value?.label} className={clsx('min-w-0 truncate', value === null && 'text-ink-3')}>
          {value?.label ?? props.placeholder}
        </span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" collisionPadding={8} className="z-50 outline-none">
          <Base.Popup
            aria-label={label}
            className={clsx(
              floatStyle,
              'flex max-h-[min(var(--available-height),24rem)] w-[max(var(--anchor-width),20rem)] max-w-(--available-width) flex-col',
            )}
          >
            <div className="border-line border-b p-1">
              <Base.Input
                aria-label={`Search: ${label}`}
                placeholder={props.searchPlaceholder}
                className="h-8 w-full rounded-sm bg-transparent px-2 text-14 text-ink -outline-offset-2 placeholder:text-ink-3 coarse:h-11 coarse:text-16"
              />
            </div>
            <Base.Empty className="px-3 text-13 text-ink-3 not-empty:py-3">Nothing of that name.</Base.Empty>
            <Base.List className="min-h-0 overflow-y-auto overscroll-contain p-1 empty:p-0">
              {(group: SearchGroup) => (
                <Base.Group key={group.name} items={group.items} className="pb-1 last:pb-0">
                  <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-12 text-ink-3">
                    {group.name}
                  </Base.GroupLabel>
                  <Base.Collection>
                    {(option: SearchOption) => <Row key={option.value} option={option} />}
                  </Base.Collection>
                </Base.Group>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Row({ option }: { option: SearchOption }) {
  return (
    <Base.Item
      value={option}
      className="flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-14 outline-none data-highlighted:bg-hover coarse:min-h-11"
    >
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 break-words">{option.label}</span>
          {option.detail === undefined ? null : (
            <span className="shrink-0 text-12 text-ink-3">{option.detail}</span>
          )}
        </span>
        {option.hint ? <span className="line-clamp-2 block text-12 text-ink-3">{option.hint}</span> : null}
      </span>
      <Base.ItemIndicator>
        <Check aria-hidden className="size-4" />
      </Base.ItemIndicator>
    </Base.Item>
  )
}

function isFound({ label, value, keywords = '' }: SearchOption, typed: string): boolean {
  const text = `${label} ${value} ${keywords}`.toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
