'use client'

import { Search, X } from 'lucide-react'
import type { RefObject } from 'react'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'

type SearchBoxProps = {
  element: RefObject<HTMLInputElement | null>
  query: string
  onQuery: (query: string) => void
  /** Leaves the box for the board. */
  onLeave: () => void
}

/** Finds tools by any words of their names and descriptions. */
export function SearchBox({ element, query, onQuery, onLeave }: SearchBoxProps) {
  return (
    <search className="relative min-w-0 flex-1 max-sm:basis-full sm:min-w-32 sm:max-w-72">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3"
      />
      <Input
        ref={element}
        type="text"
        inputMode="search"
        aria-label="Search tools"
        placeholder="Search tools"
        value={query}
        onValueChange={onQuery}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && query !== '') onQuery('')
          else if (event.key === 'Escape' || event.key === 'ArrowDown' || event.key === 'Enter') onLeave()
          else return
          event.preventDefault()
        }}
        className="px-8"
      />
      {query === '' ? null : (
        <IconButton
          label="Clear the search"
          size="sm"
          className="absolute top-1/2 right-0.5 -translate-y-1/2"
          onClick={() => onQuery('')}
        >
          <X aria-hidden />
        </IconButton>
      )}
    </search>
  )
}
