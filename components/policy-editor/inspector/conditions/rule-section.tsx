'use client'

import { Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { addRule, type ListName } from '../../rules/home.ts'
import { requiredPaths } from '../../rules/required-paths.ts'
import { RULE_OPENINGS } from '../../rules/sentence.ts'
import { type EntryView, useTry } from '../entry-view.ts'
import { Section } from '../section.tsx'
import { NewRule } from './new-rule.tsx'
import { RuleCard } from './rule-card.tsx'

const LISTS: readonly ListName[] = ['require', 'deny_if']

type RuleSectionProps = {
  view: EntryView
  title: string
  /** Said where there are no rules. */
  none: string
  /** Rules without conditions are shown too: elsewhere they are the lane itself. */
  unconditional?: boolean
}

/** The rules on a call’s arguments and facts: what must hold, and what is denied. */
export function RuleSection({ view, title, none, unconditional = false }: RuleSectionProps) {
  const [adding, setAdding] = useState<ListName | null>(null)
  const buttons = useRef<Partial<Record<ListName, HTMLButtonElement | null>>>({})
  const attempt = useTry(view.home)
  const { entry, fields, editable } = view
  const shown = LISTS.flatMap((list) =>
    entry[list].flatMap((rule, index) =>
      unconditional || list === 'require' || rule.conditions.length > 0 ? [{ list, rule, index }] : [],
    ),
  )
  const close = (list: ListName) => {
    setAdding(null)
    // The form is gone by the next frame, and its focus with it.
    requestAnimationFrame(() => buttons.current[list]?.focus())
  }
  const add = editable ? (
    <span className="flex">
      {LISTS.toReversed().map((list) => (
        <Button
          key={list}
          ref={(node) => {
            buttons.current[list] = node
          }}
          variant="quiet"
          size="sm"
          disabled={fields === null}
          aria-label={`Add a rule: ${RULE_OPENINGS[list]}`}
          onClick={() => setAdding(list)}
        >
          <Plus aria-hidden />
          {RULE_OPENINGS[list]}
        </Button>
      ))}
    </span>
  ) : null
  return (
    <Section title={title} action={add}>
      {shown.length === 0 && adding === null ? <p className="text-13 text-ink-3">{none}</p> : null}
      {shown.length === 0 ? null : (
        <ul className="divide-y divide-line rounded-md border border-line">
          {shown.map(({ list, rule, index }) => (
            <RuleCard
              key={`${list} ${index}`}
              view={view}
              list={list}
              index={index}
              rule={rule}
              onRemoved={() => close(list)}
            />
          ))}
        </ul>
      )}
      {fields === null ? <Skeleton className="h-9" /> : null}
      {adding === null || fields === null ? null : (
        <NewRule
          key={adding}
          list={adding}
          fields={fields}
          required={requiredPaths(adding === 'require' ? { require: [] } : entry)}
          onAdd={(rule) => attempt(addRule(view.home, adding, rule))}
          onClose={() => close(adding)}
        />
      )}
    </Section>
  )
}
