'use client'

import { clsx } from 'clsx'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { controlStyle } from '#components/ui/control-style.ts'
import { floatStyle } from '#components/ui/float-style.ts'
import { Kbd } from '#components/ui/kbd.tsx'
import { FoundList } from './found-list.tsx'
import { useFound } from './use-found.ts'

/**
 * The search over the manual. Without a script it is a form; with one, what is found stands below while one types.
 * `/` comes here from anywhere on the page, the arrows go through what was found, Escape leaves.
 */
export function DocsSearch({ query = '', className }: { query?: string; className?: string }) {
  const [question, setQuestion] = useState(query)
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const found = useFound(open ? question : '')
  useSlash(() => field.current?.focus())
  // What was typed before this script ran is asked for, too: the field itself holds it.
  useEffect(() => {
    const typed = field.current?.value ?? ''
    if (typed === query) return
    setQuestion(typed)
    setOpen(true)
  }, [query])

  function go(event: KeyboardEvent) {
    if (event.key === 'Escape' && open) {
      event.preventDefault()
      setOpen(false)
      field.current?.focus()
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const stops = [field.current, ...(root.current?.querySelectorAll('a') ?? [])]
    const at = stops.findIndex((each) => each?.matches(':focus'))
    const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)]
    if (!open || !next) return
    event.preventDefault()
    next.focus()
  }

  return (
    <search
      ref={root}
      aria-label="Docs"
      className={clsx('relative block', className)}
      onBlur={({ relatedTarget }) => {
        if (!root.current?.contains(relatedTarget)) setOpen(false)
      }}
    >
      <form action="/docs/search" className="relative">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3"
        />
        <input
          ref={field}
          type="search"
          name="q"
          defaultValue={query}
          onChange={({ target }) => {
            setQuestion(target.value)
            setOpen(true)
          }}
          onKeyDown={go}
          aria-label="Search the docs"
          placeholder="Search the docs"
          maxLength={200}
          autoComplete="off"
          enterKeyHint="search"
          className={clsx(controlStyle, 'h-8 pr-9 pl-8 coarse:h-11')}
        />
        <span
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-1.5 -translate-y-1/2 coarse:hidden"
        >
          {question === '' ? <Kbd>/</Kbd> : null}
        </span>
      </form>
      <p role="status" className="sr-only">
        {found === null ? '' : found.length === 0 ? 'Nothing found' : `${found.length} found`}
      </p>
      {found === null ? null : (
        <div
          className={clsx(
            floatStyle,
            'absolute top-full left-0 z-20 max-h-[60vh] w-full overflow-y-auto lg:w-96',
          )}
        >
          {found.length === 0 ? (
            <p className="px-3 py-2.5 text-13 text-ink-2">
              Nothing has all of these words. Try fewer of them.
            </p>
          ) : (
            <FoundList found={found} isDense onChosen={() => setOpen(false)} onKeyDown={go} />
          )}
        </div>
      )}
    </search>
  )
}

/** Calls when `/` is pressed anywhere but in a field. */
function useSlash(act: () => void) {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select')
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return
      event.preventDefault()
      latest.current()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
