'use client'

import { X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState, useTransition } from 'react'
import { EFFECTS, type EffectName } from '#components/effect.tsx'
import { ServerAndGrant } from '#components/grants/server-and-grant.tsx'
import { Button } from '#components/ui/button.tsx'
import { ChooseOne, type Named } from '#components/ui/choose-one.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { type InventoryFilters as Filters, inventoryUrl } from './inventory-view.ts'

type InventoryFiltersProps = {
  filters: Filters
  servers: readonly Named[]
  grants: readonly Named[]
  categories: readonly string[]
  severities: readonly string[]
  /** How many tools some agent has so; `nobody`: tools that none has. */
  counts: Readonly<Record<EffectName | 'nobody', number>>
}

const named = (texts: readonly string[]): Named[] => texts.map((text) => ({ id: text, name: text }))

/** Filters live in the URL and are applied by the server, so a filtered view can be shared. */
export function InventoryFilters({
  filters,
  servers,
  grants,
  categories,
  severities,
  counts,
}: InventoryFiltersProps) {
  const router = useRouter()
  const [search, setSearch] = useState(filters.q ?? '')
  const [pending, startTransition] = useTransition()
  const go = (next: Filters) => startTransition(() => router.replace(inventoryUrl(next), { scroll: false }))
  const set = (part: Partial<Filters>) => go({ ...filters, ...part })
  const find = () => set({ q: search.trim() || undefined })
  const effects = (Object.keys(EFFECTS) as EffectName[]).map((effect) => ({
    id: effect,
    name: `${EFFECTS[effect].word} (${counts[effect]})`,
  }))

  function submit(event: FormEvent) {
    event.preventDefault()
    find()
  }

  return (
    <search aria-busy={pending || undefined} className="flex flex-wrap items-center gap-2">
      <Form onSubmit={submit} className="w-full sm:w-52">
        <Input
          mono
          type="search"
          aria-label="Tool"
          placeholder="Tool, then Enter"
          value={search}
          onValueChange={setSearch}
          onBlur={() => {
            if (search.trim() !== (filters.q ?? '')) find()
          }}
        />
      </Form>
      <ChooseOne
        label="Effect"
        all="Every effect"
        items={[...effects, { id: 'nobody', name: `No agent (${counts.nobody})` }]}
        value={filters.effect}
        onValue={(effect) => set({ effect })}
      />
      <ServerAndGrant servers={servers} grants={grants} chosen={filters} onChosen={set} />
      <ChooseOne
        label="Category"
        all="All categories"
        items={named(categories)}
        value={filters.category}
        onValue={(category) => set({ category })}
      />
      <ChooseOne
        label="Severity"
        all="All severities"
        items={named(severities)}
        value={filters.severity}
        onValue={(severity) => set({ severity })}
      />
      <ChooseOne
        label="Use"
        all="Used or not"
        items={[{ id: '1', name: 'Not called for 30 days' }]}
        value={filters.unused}
        onValue={(unused) => set({ unused })}
      />
      {Object.values(filters).some(Boolean) ? (
        <Button
          variant="quiet"
          onClick={() => {
            setSearch('')
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
