'use client'

import { X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Select } from '#components/ui/select.tsx'
import {
  type UsageFilters as Filters,
  type NamedView,
  RANGES,
  type RangeView,
  usageUrl,
} from './usage-view.ts'

type UsageFiltersProps = { filters: Filters; servers: readonly NamedView[]; grants: readonly NamedView[] }

const ALL = 'all'

/** Range, filters and form live in the URL, so what is seen can be shared. */
export function UsageFilters({ filters, servers, grants }: UsageFiltersProps) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const set = (part: Partial<Filters>) =>
    startTransition(() => router.replace(usageUrl({ ...filters, ...part }), { scroll: false }))
  return (
    <search aria-busy={pending || undefined} className="flex flex-wrap items-center gap-2">
      <Segmented<RangeView>
        label="Range"
        value={filters.range}
        onValueChange={(range) => set({ range })}
        options={RANGES.map(({ value, label }) => ({ value, label }))}
      />
      <Select
        label="Server"
        className="w-[calc(50%-4px)] sm:w-44"
        value={filters.server ?? ALL}
        onValueChange={(value) => set({ server: value === ALL ? undefined : value })}
        options={[{ value: ALL, label: 'All servers' }, ...choices(servers)]}
      />
      <Select
        label="Grant"
        className="w-[calc(50%-4px)] sm:w-44"
        value={filters.grant ?? ALL}
        onValueChange={(value) => set({ grant: value === ALL ? undefined : value })}
        options={[{ value: ALL, label: 'All grants' }, ...choices(grants)]}
      />
      {filters.server || filters.grant ? (
        <Button variant="quiet" onClick={() => set({ server: undefined, grant: undefined })}>
          <X aria-hidden />
          Clear filters
        </Button>
      ) : null}
      <Segmented<'chart' | 'table'>
        label="Show as"
        className="sm:ml-auto"
        value={filters.as ?? 'chart'}
        onValueChange={(value) => set({ as: value === 'table' ? value : undefined })}
        options={[
          { value: 'chart', label: 'Charts' },
          { value: 'table', label: 'Tables' },
        ]}
      />
    </search>
  )
}

function choices(items: readonly NamedView[]) {
  return items.map(({ id, name }) => ({ value: id, label: name }))
}
