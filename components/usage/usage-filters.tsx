'use client'

import { X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { ServerAndGrant } from '#components/grants/server-and-grant.tsx'
import { Button } from '#components/ui/button.tsx'
import type { Named } from '#components/ui/choose-one.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { type UsageFilters as Filters, RANGES, type RangeView, usageUrl } from './usage-view.ts'

type UsageFiltersProps = { filters: Filters; servers: readonly Named[]; grants: readonly Named[] }

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
      <ServerAndGrant servers={servers} grants={grants} chosen={filters} onChosen={set} />
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
