'use client'

import type { Ref } from 'react'
import { type SearchGroup, type SearchOption, SearchSelect } from '#components/ui/search-select.tsx'
import { parsePath } from '#lib/policy/index.ts'
import { FIELD_GROUPS, type Field } from '../../rules/field.ts'
import { fieldAt } from '../../rules/fields.ts'

type FieldPickerProps = {
  label: string
  fields: readonly Field[]
  /** '' for none chosen. */
  path: string
  onChange: (path: string) => void
  disabled?: boolean
  invalid?: boolean
  describedBy?: string
  triggerRef?: Ref<HTMLButtonElement>
}

/** What a condition looks at: a declared argument, a fact of the call, or any path that is typed. */
export function FieldPicker({ fields, path, ...rest }: FieldPickerProps) {
  const groups = FIELD_GROUPS.map((name) => ({
    name,
    items: fields.filter((field) => field.group === name).map(optionOf),
  })).filter((group) => group.items.length > 0)
  return (
    <SearchSelect
      label={rest.label}
      groups={groups}
      value={path === '' ? null : optionOf(fieldAt(path, fields))}
      onValueChange={rest.onChange}
      offer={(query) => freePath(query, fields)}
      placeholder="Choose a field"
      searchPlaceholder="Search, or type a path such as args.amount"
      disabled={rest.disabled ?? false}
      invalid={rest.invalid ?? false}
      {...(rest.describedBy === undefined ? {} : { describedBy: rest.describedBy })}
      {...(rest.triggerRef === undefined ? {} : { triggerRef: rest.triggerRef })}
    />
  )
}

function optionOf(field: Field): SearchOption {
  const required = field.group === 'Arguments' && field.presence === 'given' ? ', required' : ''
  return {
    value: field.path,
    label: field.label,
    detail: `${field.detail}${required}`,
    ...(field.description === '' ? {} : { hint: field.description }),
  }
}

/** A path of one's own: as typed, or below `args`, where people leave that out. */
function freePath(query: string, fields: readonly Field[]): SearchGroup | null {
  const path = [query, `args.${query.replace(/^\$?\.?/, '')}`].find(
    (text) => typeof parsePath(text) !== 'string',
  )
  if (path === undefined || fields.some((field) => field.path === path)) return null
  return {
    name: 'A path of your own',
    items: [{ value: path, label: path, detail: 'not declared' }],
  }
}
