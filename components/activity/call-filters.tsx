'use client'

import { X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState, useTransition } from 'react'
import { ServerAndGrant } from '#components/grants/server-and-grant.tsx'
import { Button } from '#components/ui/button.tsx'
import type { Named } from '#components/ui/choose-one.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { activityUrl, type CallFilters as Filters } from './call-view.ts'
import { FilterChip, SpanFilter } from './span-filter.tsx'

type CallFiltersProps = { filters: Filters; servers: readonly Named[]; grants: readonly Named[] }

const ALL = 'all'

/** Filters live in the URL and are applied by the server, so a filtered view can be shared. */
export function CallFilters({ filters, servers, grants }: CallFiltersProps) {
  const router = useRouter()
  const [tool, setTool] = useState(filters.tool ?? '')
  const [pending, startTransition] = useTransition()
  const go = (next: Filters) => startTransition(() => router.replace(activityUrl(next), { scroll: false }))
  const set = (part: Partial<Filters>) => go({ ...filters, ...part })
  const any = Object.values(filters).some(Boolean)

  function submit(event: FormEvent) {
    event.preventDefault()
    set({ tool: tool.trim() || undefined })
  }

  return (
    <search aria-busy={pending || undefined} className="flex flex-wrap items-center gap-2">
      <Segmented<'all' | 'allow' | 'deny' | 'await'>
        label="Decision"
        value={filters.decision ?? ALL}
        onValueChange={(value) => set({ decision: value === ALL ? undefined : value })}
        options={[
          { value: ALL, label: 'All' },
          { value: 'allow', label: 'Allowed' },
          { value: 'deny', label: 'Denied' },
          { value: 'await', label: 'Needs approval' },
        ]}
      />
      <ServerAndGrant servers={servers} grants={grants} chosen={filters} onChosen={set} />
      <Form onSubmit={submit} className="w-full sm:w-48">
        <Input
          mono
          type="search"
          aria-label="Tool"
          placeholder="Tool, then Enter"
          value={tool}
          onValueChange={setTool}
          onBlur={() => {
            if (tool.trim() !== (filters.tool ?? '')) set({ tool: tool.trim() || undefined })
          }}
        />
      </Form>
      <SpanFilter from={filters.from} to={filters.to} clear={() => set({ from: undefined, to: undefined })} />
      {filters.rule ? (
        <FilterChip label={`Rule ${filters.rule}`} clear={() => set({ rule: undefined })} mono />
      ) : null}
      {any ? (
        <Button
          variant="quiet"
          onClick={() => {
            setTool('')
            go({})
          }}
        >
          <X aria-hidden />
          Clear filters
        </Button>
      ) : null}
    </search>
  )
}
