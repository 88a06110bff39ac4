'use client'

import { useState } from 'react'
import { EFFECTS } from '#components/effect.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { LANES, NAMED_WINDOWS, type NamedWindow } from '#lib/policy/index.ts'
import { useCommands } from '../editor-context.ts'
import { readMax } from '../rules/limit-words.ts'
import { countOf } from '../words.ts'
import { Section } from './section.tsx'

const MOST_NAMES = 12

/** Several tools at once: where they stand, and one limit for those that have none. */
export function BulkInspector({ names, editable }: { names: readonly string[]; editable: boolean }) {
  const { move, select } = useCommands()
  const shown = names.slice(0, MOST_NAMES)
  return (
    <div className="flex flex-col gap-6" data-inspector="">
      <Section
        title={countOf(names.length, 'tool')}
        action={
          <Button variant="quiet" size="sm" onClick={() => select({ type: 'clear' })}>
            Clear the selection
          </Button>
        }
      >
        <p className="code break-words text-12 text-ink-2">
          {shown.join(', ')}
          {names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}
        </p>
      </Section>
      {editable ? (
        <>
          <Section title="Move them to">
            <div className="flex flex-wrap gap-2">
              {LANES.map((lane) => {
                const { word, icon: Icon } = EFFECTS[lane]
                return (
                  <Button key={lane} size="sm" onClick={() => move(names, lane)}>
                    <Icon aria-hidden />
                    {word}
                  </Button>
                )
              })}
            </div>
          </Section>
          <LimitAll names={names} />
        </>
      ) : null}
    </div>
  )
}

function LimitAll({ names }: { names: readonly string[] }) {
  const { run } = useCommands()
  const [max, setMax] = useState('30')
  const [window, setWindow] = useState<NamedWindow>('minute')
  const [tried, setTried] = useState(false)
  const read = readMax(max)
  const apply = () => {
    setTried(true)
    if (!read.ok || typeof read.value !== 'number') return
    const limit = { max: read.value, window }
    run(
      { type: 'move', tools: names, to: 'limit', limit },
      `${countOf(names.length, 'tool')} limited to ${read.value} per ${window}. Undo with Control Z.`,
    )
  }
  return (
    <Section title="Limit each of them">
      <div className="flex items-start gap-2">
        <Field label="At most" hideLabel error={tried && !read.ok ? read.problem : null} className="w-24">
          <Input
            inputMode="decimal"
            value={max}
            onValueChange={setMax}
            onKeyDown={(event) => event.key === 'Enter' && apply()}
          />
        </Field>
        <span className="flex h-8 items-center text-13 text-ink-2 coarse:h-11">per</span>
        <Select<NamedWindow>
          label="Window"
          className="flex-1"
          value={window}
          options={NAMED_WINDOWS.map((value) => ({ value, label: value }))}
          onValueChange={setWindow}
        />
        <Button onClick={apply}>Limit</Button>
      </div>
      <p className="text-13 text-ink-3">
        Each gets a count of its own, for each grant. Tools that stand in Limit already keep their limits.
      </p>
    </Section>
  )
}
