'use client'

import { ArrowDownUp, ListFilter, Search, X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { SeverityGlyph } from '#components/severity-glyph.tsx'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'
import { Menu, MenuChecks, MenuChoice, MenuSeparator } from '#components/ui/menu.tsx'
import { CATEGORIES, SEVERITIES } from '#lib/policy/index.ts'
import { type Filter, NO_FILTER, ONLY, type Only, ORDERS, type Order } from './board/filter.ts'

type FilterBarProps = {
  filter: Filter
  onFilter: (filter: Filter) => void
  order: Order
  onOrder: (order: Order) => void
  search: RefObject<HTMLInputElement | null>
  /** Leaves the search box for the board. */
  onLeave: () => void
  /** At the right end. */
  children?: ReactNode
}

const ONLY_WORDS: Record<Only, string> = {
  edited: 'Changed in this draft',
  changed: 'Changed or gone on the server',
  new: 'New on the server',
  ruled: 'Named by the policy',
  default: 'By default',
}
const ORDER_WORDS: Record<Order, string> = {
  severity: 'Severity',
  name: 'Name',
  server: 'As the server lists them',
}

/** Which cards the board shows, and in what order. */
export function FilterBar(props: FilterBarProps) {
  const { filter, onFilter } = props
  const chosen = filter.severities.length + filter.categories.length + (filter.only === null ? 0 : 1)
  return (
    <div className="flex shrink-0 items-center gap-2 px-4 pb-2">
      <search className="relative min-w-0 flex-1 sm:max-w-72">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3"
        />
        <Input
          ref={props.search}
          type="text"
          inputMode="search"
          aria-label="Search tools"
          placeholder="Search tools"
          value={filter.query}
          onValueChange={(query) => onFilter({ ...filter, query })}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && filter.query !== '') onFilter({ ...filter, query: '' })
            else if (event.key === 'Escape' || event.key === 'ArrowDown' || event.key === 'Enter')
              props.onLeave()
            else return
            event.preventDefault()
          }}
          className="px-8"
        />
        {filter.query === '' ? null : (
          <IconButton
            label="Clear the search"
            size="sm"
            className="absolute top-1/2 right-0.5 -translate-y-1/2"
            onClick={() => onFilter({ ...filter, query: '' })}
          >
            <X aria-hidden />
          </IconButton>
        )}
      </search>
      <Menu
        align="start"
        trigger={
          <Button variant={chosen > 0 ? 'secondary' : 'quiet'}>
            <ListFilter aria-hidden />
            <span className="max-sm:sr-only">Filter</span>
            {chosen > 0 ? <span className="text-ink-3">{chosen}</span> : null}
          </Button>
        }
      >
        <MenuChecks
          label="Severity"
          values={filter.severities}
          onValuesChange={(severities) => onFilter({ ...filter, severities })}
          options={SEVERITIES.toReversed().map((value) => ({
            value,
            label: value,
            icon: <SeverityGlyph severity={value} />,
          }))}
        />
        <MenuSeparator />
        <MenuChecks
          label="Category"
          values={filter.categories}
          onValuesChange={(categories) => onFilter({ ...filter, categories })}
          options={CATEGORIES.map((value) => ({ value, label: value }))}
        />
        <MenuSeparator />
        <MenuChoice
          label="Show"
          value={filter.only ?? 'all'}
          onValueChange={(only) => onFilter({ ...filter, only: only === 'all' ? null : only })}
          options={[
            { value: 'all', label: 'All tools' },
            ...ONLY.map((value) => ({ value, label: ONLY_WORDS[value] })),
          ]}
        />
      </Menu>
      <Menu
        align="start"
        trigger={
          <Button variant="quiet" aria-label={`Order: ${ORDER_WORDS[props.order]}`}>
            <ArrowDownUp aria-hidden />
            <span className="max-sm:sr-only">
              {ORDER_WORDS[props.order].split(' ')[0] === 'As' ? 'Server' : ORDER_WORDS[props.order]}
            </span>
          </Button>
        }
      >
        <MenuChoice
          label="Order in each lane"
          value={props.order}
          onValueChange={props.onOrder}
          options={ORDERS.map((value) => ({ value, label: ORDER_WORDS[value] }))}
        />
      </Menu>
      {chosen > 0 ? (
        <Button
          variant="quiet"
          className="max-sm:hidden"
          onClick={() => onFilter({ ...NO_FILTER, query: filter.query })}
        >
          Clear
        </Button>
      ) : null}
      <div className="ml-auto flex shrink-0 items-center gap-1.5">{props.children}</div>
    </div>
  )
}
