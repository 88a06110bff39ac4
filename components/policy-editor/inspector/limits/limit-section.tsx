'use client'

import { Plus } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '#components/ui/button.tsx'
import { useCommands } from '../../editor-context.ts'
import { addLimit, removeLimit } from '../../rules/home.ts'
import { type EntryView, issuesBelow, placeIn, useTry } from '../entry-view.ts'
import { IssueLines } from '../issue-lines.tsx'
import { Section } from '../section.tsx'
import { LimitCard } from './limit-card.tsx'

/** How often it may be called, or how much in sum; each limit must have room for a call to pass. */
export function LimitSection({ view, none }: { view: EntryView; none: string }) {
  const { run } = useCommands()
  const attempt = useTry(view.home)
  const adder = useRef<HTMLButtonElement>(null)
  const { limits } = view.entry
  // A limit is known by its place: its name and its scope may change under the hand.
  const placed = limits.map((limit, index) => ({ limit, index, key: `limit ${index}` }))
  const add = view.editable ? (
    <Button
      ref={adder}
      variant="quiet"
      size="sm"
      onClick={() => attempt(addLimit(view.home, { max: 30, window: 'minute' }, view.policy))}
    >
      <Plus aria-hidden />
      Add a limit
    </Button>
  ) : null
  const general = issuesBelow(view.issues, placeIn(view, 'limits')).filter(
    (issue) => issue.pointer === placeIn(view, 'limits'),
  )
  return (
    <Section title="Limits" action={add}>
      {limits.length === 0 ? <p className="text-13 text-ink-3">{none}</p> : null}
      {placed.map(({ limit, index, key }) => (
        <LimitCard
          key={key}
          view={view}
          limit={limit}
          index={index}
          onRemove={() => {
            run(removeLimit(view.home, index, limits.length))
            adder.current?.focus()
          }}
        />
      ))}
      <IssueLines issues={general} editable={view.editable} />
    </Section>
  )
}
