'use client'

import { Search } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { RiskLevel } from '#components/risk-badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Input } from '#components/ui/input.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import type { CategoryActs } from './category-control.tsx'
import { DefinitionDrawer } from './definition-drawer.tsx'
import type { Decisions } from './review/decide.tsx'
import type { ReviewView } from './review/review-view.ts'
import { byUrgency, needsAcceptance, SEVERITIES, type ToolView } from './tool-view.ts'
import { ToolsTable } from './tools-table.tsx'
import { WaitingTools } from './waiting-tools.tsx'

type ToolsViewProps = {
  serverId: string
  /** Nobody has read its tools yet: there may be many. */
  isUnread: boolean
  tools: readonly ToolView[]
  /** What there is to review of those that wait. */
  reviews: readonly ReviewView[]
  /** The tool whose definition is open at first. */
  opened: string | null
  /** Null where the member's role may not decide on definitions. */
  decisions: Decisions | null
  /** Null where the member's role may not say what a tool is. */
  categories: CategoryActs | null
}

const PAGE = 100

export function ToolsView(props: ToolsViewProps) {
  const { serverId, isUnread, tools, reviews, opened, decisions, categories } = props
  const [query, setQuery] = useState('')
  const [risk, setRisk] = useState<RiskLevel | 'all'>('all')
  const [shown, setShown] = useState(PAGE)
  const [open, setOpen] = useState(opened)
  const waiting = tools.filter(needsAcceptance)
  const found = useMemo(() => {
    const words = query.trim().toLowerCase()
    return tools
      .filter((tool) => risk === 'all' || tool.severity === risk)
      .filter((tool) => `${tool.name} ${tool.description} ${tool.category}`.toLowerCase().includes(words))
      .sort(byUrgency)
  }, [tools, query, risk])
  const count = (level: RiskLevel) => tools.filter((tool) => tool.severity === level).length
  const present = SEVERITIES.filter((level) => count(level) > 0)

  return (
    <div className="flex flex-col gap-4">
      <WaitingTools serverId={serverId} waiting={waiting} />
      <search className="flex flex-wrap items-center gap-2">
        <div className="relative w-full sm:w-72">
          <Search aria-hidden className="absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3" />
          <Input
            type="search"
            aria-label="Search tools"
            placeholder="Search tools"
            value={query}
            onValueChange={setQuery}
            className="pl-8"
          />
        </div>
        <Segmented<RiskLevel | 'all'>
          label="Risk"
          value={risk}
          onValueChange={setRisk}
          options={[
            { value: 'all', label: <Counted word="All" count={tools.length} /> },
            ...present.map((level) => ({
              value: level,
              label: <Counted word={level} count={count(level)} />,
            })),
          ]}
        />
      </search>
      {found.length === 0 ? (
        <EmptyState
          icon={<Search />}
          title={
            tools.length > 0
              ? 'No tool fits'
              : isUnread
                ? 'Its tools have not been read'
                : 'This server offers no tools'
          }
          action={
            tools.length === 0 ? null : (
              <Button
                onClick={() => {
                  setQuery('')
                  setRisk('all')
                }}
              >
                Clear filters
              </Button>
            )
          }
        >
          {isUnread ? 'They are read as soon as its connector is connected.' : null}
        </EmptyState>
      ) : (
        <ToolsTable tools={found.slice(0, shown)} onOpen={setOpen} />
      )}
      {found.length > shown ? (
        <Button className="self-center" onClick={() => setShown(shown + PAGE)}>
          Show {Math.min(PAGE, found.length - shown)} more
        </Button>
      ) : null}
      <DefinitionDrawer
        serverId={serverId}
        tool={tools.find((tool) => tool.name === open) ?? null}
        review={reviews.find((review) => review.name === open) ?? null}
        onClose={() => setOpen(null)}
        decisions={decisions}
        categories={categories}
      />
    </div>
  )
}

function Counted({ word, count }: { word: string; count: number }) {
  return (
    <>
      {word} <span className="font-normal text-12 text-ink-3">{count}</span>
    </>
  )
}
