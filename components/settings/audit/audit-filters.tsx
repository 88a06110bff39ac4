'use client'

import { X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { AUDIT_KINDS, auditUrl, dayIn, type AuditFilters as Filters } from './audit-view.ts'

type AuditFiltersProps = {
  filters: Filters
  people: readonly { readonly id: string; readonly name: string }[]
}

const ALL = 'all'

/** Filters live in the URL and are applied by the server, so a filtered view can be shared. */
export function AuditFilters({ filters, people }: AuditFiltersProps) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const go = (next: Filters) => startTransition(() => router.replace(auditUrl(next), { scroll: false }))
  const set = (part: Partial<Filters>) => go({ ...filters, ...part })
  const setDay = (key: 'from' | 'to', text: string) => {
    const day = dayIn(text)
    if (text === '' || day !== undefined) set({ [key]: day })
  }
  return (
    <search aria-busy={pending || undefined} className="flex flex-wrap items-end gap-2">
      <Select
        label="Person"
        className="w-full sm:w-56"
        value={filters.actor ?? ALL}
        onValueChange={(value) => set({ actor: value === ALL ? undefined : value })}
        options={[
          { value: ALL, label: 'Everybody' },
          ...people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select
        label="Kind"
        className="w-full sm:w-48"
        value={filters.kind ?? ALL}
        onValueChange={(value) => set({ kind: value === ALL ? undefined : value })}
        options={[{ value: ALL, label: 'Every kind' }, ...AUDIT_KINDS]}
      />
      <Day name="From" value={filters.from} onValue={(text) => setDay('from', text)} />
      <Day name="To" value={filters.to} onValue={(text) => setDay('to', text)} />
      {Object.values(filters).some(Boolean) ? (
        <Button variant="quiet" onClick={() => go({})}>
          <X aria-hidden />
          Clear filters
        </Button>
      ) : null}
    </search>
  )
}

type DayProps = { name: string; value: string | undefined; onValue: (text: string) => void }

function Day({ name, value, onValue }: DayProps) {
  return (
    <div className="flex w-[calc(50%-4px)] items-center gap-1.5 text-13 text-ink-3 sm:w-48">
      <span aria-hidden>{name}</span>
      <Input
        key={value ?? ''}
        type="date"
        aria-label={`${name} (UTC)`}
        defaultValue={value ?? ''}
        onChange={(event) => onValue(event.currentTarget.value)}
      />
    </div>
  )
}
