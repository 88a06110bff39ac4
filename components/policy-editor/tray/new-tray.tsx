'use client'

import { ChevronDown, ChevronRight, Sparkle } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import type { BoardCard } from '../board/board.ts'
import { useServerHref } from '../editor-context.ts'
import type { Accept } from '../model.ts'
import { countOf } from '../words.ts'
import { NewTool } from './new-tool.tsx'
import { useAccept } from './use-accept.ts'

type NewTrayProps = {
  serverId: string
  /** The cards of tools that nobody has accepted yet. */
  cards: readonly BoardCard[]
  /** Null where the member's role may not accept. */
  accept: Accept | null
  editable: boolean
}

/** More rows than anyone reads at once; the filter “New” has them all. */
const ROWS = 50

/** Tools that came with the server's last list: what happens to them now, and what shall. */
export function NewTray({ serverId, cards, accept, editable }: NewTrayProps) {
  const [open, setOpen] = useState(cards.length <= 3)
  const { run, pending, fault } = useAccept(serverId, accept)
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
          {accept === null ? (
            <>
              an admin accepts {several ? 'them' : 'it'} on{' '}
              <a href={hrefOf()} className="link">
                the server’s page
              </a>
              .
            </>
          ) : (
            <>you accept {several ? 'them' : 'it'}. The lane holds from then on.</>
          )}
        </p>
        {accept !== null && several ? (
          <Button size="sm" pending={pending} onClick={() => run(cards)}>
            Accept all
          </Button>
        ) : null}
      </div>
      <FaultProblem fault={fault} />
      {open ? (
        <ul id={list} className="max-h-[30vh] divide-y divide-line overflow-y-auto border-line border-t">
          {cards.slice(0, ROWS).map((card) => (
            <NewTool
              key={card.name}
              card={card}
              editable={editable}
              pending={pending}
              onAccept={accept === null ? null : () => run([card])}
            />
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
