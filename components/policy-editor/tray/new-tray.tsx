'use client'

import { ChevronDown, ChevronRight, Sparkle } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import type { BoardCard } from '../board/board.ts'
import { useServerHref } from '../editor-context.ts'
import { countOf } from '../words.ts'
import { NewTool } from './new-tool.tsx'

type NewTrayProps = {
  serverId: string
  /** The cards of tools that nobody has accepted yet. */
  cards: readonly BoardCard[]
  mayAccept: boolean
  editable: boolean
}

/** More rows than anyone reads at once; the filter “New” has them all. */
const ROWS = 50

/** Tools that came with the server's last list: what happens to them now, and what shall. */
export function NewTray({ serverId, cards, mayAccept, editable }: NewTrayProps) {
  const [open, setOpen] = useState(cards.length <= 3)
  const list = useId()
  const hrefOf = useServerHref()
  if (cards.length === 0) return null
  const several = cards.length > 1
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <section
      aria-label="New tools"
      data-tray
      className="mx-4 mb-2 shrink-0 rounded-md border border-line bg-sunken"
    >
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-2 py-1.5 text-13 text-ink-2">
        <Button
          variant="quiet"
          size="sm"
          aria-expanded={open}
          aria-controls={list}
          onClick={() => setOpen(!open)}
        >
          <Chevron aria-hidden />
          <Sparkle aria-hidden />
          <span className="text-ink">{countOf(cards.length, 'new tool')}</span>
        </Button>
        <p className="min-w-0 flex-1 basis-56">
          Calls to {several ? 'them are' : 'it are'} refused until{' '}
          {mayAccept ? (
            <>you accept {several ? 'them' : 'it'}. The lane holds from then on.</>
          ) : (
            <>
              an admin accepts {several ? 'them' : 'it'} on{' '}
              <a href={hrefOf()} className="link">
                the server’s page
              </a>
              .
            </>
          )}
        </p>
        {several ? (
          <LinkButton size="sm" href={`/servers/${serverId}/review`}>
            Review all
          </LinkButton>
        ) : null}
      </div>
      {open ? (
        <ul id={list} className="max-h-[30vh] divide-y divide-line overflow-y-auto border-line border-t">
          {cards.slice(0, ROWS).map((card) => (
            <NewTool key={card.name} card={card} editable={editable} reviewHref={hrefOf(card.name)} />
          ))}
          {cards.length > ROWS ? (
            <li className="px-3 py-2 text-13 text-ink-3">
              {`And ${countOf(cards.length - ROWS, 'more', 'more')}: filter by “New” to see them all.`}
            </li>
          ) : null}
        </ul>
      ) : null}
    </section>
  )
}
