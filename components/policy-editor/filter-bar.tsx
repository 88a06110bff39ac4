'use client'

import { ArrowDownUp, Columns3, Keyboard, Layers, Rows3, WandSparkles, X } from 'lucide-react'
import { memo, type RefObject } from 'react'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Menu, MenuChoice } from '#components/ui/menu.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { isFiltering, NO_FILTER } from './board/filter.ts'
import { BOARD_ORDERS } from './board/order.ts'
import { FilterMenu } from './filter-menu.tsx'
import { chosenIn, ORDER_WORDS } from './filter-words.ts'
import type { Look } from './look.ts'
import { SearchBox } from './search-box.tsx'
import { figure } from './words.ts'

type FilterBarProps = {
  look: Look
  onLook: (look: Look) => void
  search: RefObject<HTMLInputElement | null>
  /** Leaves the search box for the board. */
  onLeave: () => void
  /** How many tools the filter leaves, and what selects them; null where nothing can be moved. */
  found: number
  onSelectAll: (() => void) | null
  /** Null where nothing can be changed. */
  onPresets: (() => void) | null
  /** Opens, or closes, what holds for every tool. */
  onWhole: () => void
  wholeOpen: boolean
  onShortcuts: () => void
}

const MOST_CHIPS = 2
const VIEW_OPTIONS = [
  { value: 'board', name: 'Board', label: <Columns3 aria-hidden /> },
  { value: 'table', name: 'Table', label: <Rows3 aria-hidden /> },
] as const

/** Which tools are shown, in what order, and as what. A move leaves it alone, so its props must be stable. */
export const FilterBar = memo(function FilterBar(props: FilterBarProps) {
  const { look, onLook } = props
  const { filter, order } = look
  const onFilter = (next: Look['filter']) => onLook({ ...look, filter: next })
  const filtering = isFiltering(filter)
  const chosen = chosenIn(filter)
  // More would push the bar into a second line; the menu's button counts them.
  const chips = chosen.length <= MOST_CHIPS ? chosen : []
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1.5 px-4 pb-2">
      <SearchBox
        element={props.search}
        query={filter.query}
        onQuery={(query) => onFilter({ ...filter, query })}
        onLeave={props.onLeave}
      />
      <FilterMenu filter={filter} onFilter={onFilter} />
      <Menu
        align="start"
        trigger={
          <Button variant="quiet" aria-label={`Order: ${ORDER_WORDS[order.by]}`}>
            <ArrowDownUp aria-hidden />
            <span className="max-sm:sr-only">{ORDER_WORDS[order.by]}</span>
          </Button>
        }
      >
        <MenuChoice
          label="Order by"
          value={order.by}
          onValueChange={(by) => onLook({ ...look, order: { by, reversed: false } })}
          options={BOARD_ORDERS.map((value) => ({
            value,
            label: value === 'server' ? 'As the server lists them' : ORDER_WORDS[value],
          }))}
        />
      </Menu>
      {filtering ? (
        <span className="contents max-md:hidden">
          {chips.map(({ label, without }) => (
            <Button
              key={label}
              size="sm"
              aria-label={`Without the filter ${label}`}
              className="max-lg:hidden"
              onClick={() => onFilter(without)}
            >
              {label}
              <X aria-hidden />
            </Button>
          ))}
          {props.onSelectAll === null || props.found === 0 ? null : (
            <Button variant="quiet" className="max-md:hidden" onClick={props.onSelectAll}>
              Select all {figure(props.found)}
            </Button>
          )}
          <Button
            variant="quiet"
            className="max-sm:hidden"
            onClick={() => onFilter({ ...NO_FILTER, query: chosen.length > 0 ? filter.query : '' })}
          >
            Clear
          </Button>
        </span>
      ) : null}
      <div className="ml-auto flex shrink-0 items-center gap-1.5">
        <Button
          variant="quiet"
          aria-label="For every tool"
          aria-pressed={props.wholeOpen}
          onClick={props.onWhole}
        >
          <Layers aria-hidden />
          <span className="max-xl:hidden">For every tool</span>
        </Button>
        {props.onPresets === null ? null : (
          <Button variant="quiet" aria-label="Presets" onClick={props.onPresets}>
            <WandSparkles aria-hidden />
            <span className="max-xl:hidden">Presets</span>
          </Button>
        )}
        <IconButton
          label="Keyboard shortcuts"
          className="max-sm:hidden coarse:hidden"
          onClick={props.onShortcuts}
        >
          <Keyboard aria-hidden />
        </IconButton>
        <Segmented
          label="View"
          value={look.view}
          options={VIEW_OPTIONS}
          onValueChange={(view) => onLook({ ...look, view })}
        />
      </div>
    </div>
  )
})
