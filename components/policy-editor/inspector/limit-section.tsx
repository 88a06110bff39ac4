'use client'

import { Plus } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import type { Limit } from '#lib/policy/index.ts'
import { useCommands } from '../editor-context.ts'
import { LimitRow } from './limit-row.tsx'
import { Section } from './section.tsx'

type LimitSectionProps = { tool: string; limits: readonly Limit[]; editable: boolean }

/** How often a tool may be called; each limit must have room for a call to pass. */
export function LimitSection({ tool, limits, editable }: LimitSectionProps) {
  const { run } = useCommands()
  const add = editable ? (
    <Button
      variant="quiet"
      size="sm"
      onClick={() => run({ type: 'add-limit', tool, max: 30, window: 'minute' })}
    >
      <Plus aria-hidden />
      Add a limit
    </Button>
  ) : null
  if (limits.length === 0 && !editable) return null
  return (
    <Section title="Limits" action={add}>
      {limits.length === 0 ? (
        <p className="text-13 text-ink-3">None: it may be called as often as the agent likes.</p>
      ) : (
        limits.map((limit, index) => (
          <LimitRow
            key={`${limit.counter} ${limit.scope} ${String(limit.window)}`}
            limit={limit}
            editable={editable}
            onChange={(fields) => run({ type: 'set-limit', tool, index, ...fields })}
            onRemove={() => run({ type: 'remove-limit', tool, index })}
          />
        ))
      )}
    </Section>
  )
}
