'use client'

import { Select } from './select.tsx'

export type Named = { readonly id: string; readonly name: string }
type ChooseOneProps = {
  label: string
  /** "All servers". */
  all: string
  items: readonly Named[]
  value: string | undefined
  onValue: (id: string | undefined) => void
}

const ALL = 'all'

/** A filter by one thing of a kind, or by none. */
export function ChooseOne({ label, all, items, value, onValue }: ChooseOneProps) {
  return (
    <Select
      label={label}
      className="w-[calc(50%-4px)] sm:w-44"
      value={value ?? ALL}
      onValueChange={(chosen) => onValue(chosen === ALL ? undefined : chosen)}
      options={[{ value: ALL, label: all }, ...items.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  )
}
