'use client'

import { Braces, ChevronDown, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Select } from '#components/ui/select.tsx'
import { type Json, numberText } from '#lib/json/index.ts'
import type { Limit, LimitFields, Scope } from '#lib/policy/index.ts'
import { useCommands } from '../../editor-context.ts'
import { setLimit } from '../../rules/home.ts'
import { CALLS, countedOptions, limitProblem, readMax, SCOPE_OPTIONS } from '../../rules/limit-words.ts'
import { Problem } from '../conditions/comparison-row.tsx'
import { type EntryView, issuesBelow, placeIn, useTry } from '../entry-view.ts'
import { IssueLines } from '../issue-lines.tsx'
import { CheckedInput } from './checked-input.tsx'
import { LimitDetails } from './limit-details.tsx'
import { LimitUseNow } from './limit-use.tsx'
import { WindowField } from './window-field.tsx'

type LimitCardProps = { view: EntryView; limit: Limit; index: number; onRemove: () => void }

/** Writes one field of a limit; gives back why the document does not take it. */
export type SetField = <Name extends keyof LimitFields>(name: Name, value: LimitFields[Name]) => string | null

/** “At most [30] [calls] per [minute] for each [grant]”: one limit as a sentence with holes. */
export function LimitCard({ view, limit, index, onRemove }: LimitCardProps) {
  const { showInCode } = useCommands()
  const attempt = useTry(view.home)
  const [more, setMore] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const moreId = useId()
  const { editable } = view
  const pointer = placeIn(view, 'limits', index)
  const set: SetField = (name, value) => {
    const refusal = attempt(setLimit(view.home, index, name, value))
    setRefused(refusal)
    return refusal
  }
  const counted = countedOptions(view.fields ?? [], limit.increment_from)
  const setMax = (text: string): string | null => {
    const read = readMax(text)
    if (!read.ok) return read.problem
    const max = read.value
    if (typeof max !== 'number') return 'A number with so many digits is written in the code pane.'
    return problemOf('max', max) ?? set('max', max)
  }
  const problemOf = (field: 'max' | 'window', value: Json) => limitProblem(field, value, limit)
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line p-3" data-limit={index}>
      <div className="-mt-1 -mr-2 flex items-center gap-0.5">
        <p className="min-w-0 flex-1 truncate text-12 text-ink-3">
          Counter{' '}
          <span className="code" title={limit.counter}>
            {limit.counter}
          </span>
        </p>
        <IconButton label="Show in code" size="sm" onClick={() => showInCode(pointer)}>
          <Braces aria-hidden />
        </IconButton>
        {editable ? (
          <IconButton label="Remove this limit" size="sm" onClick={onRemove}>
            <Trash2 aria-hidden />
          </IconButton>
        ) : null}
      </div>
      <Line word="At most">
        <CheckedInput
          label="At most"
          written={numberText(limit.max)}
          editable={editable}
          inputMode="decimal"
          className="w-24"
          onCommit={setMax}
        />
        <Select
          label="What is counted"
          className="flex-1"
          value={limit.increment_from ?? CALLS}
          disabled={!editable}
          options={counted}
          onValueChange={(path) => set('increment_from', path === CALLS ? null : path)}
        />
      </Line>
      <Line word="per">
        <WindowField
          window={limit.window}
          editable={editable}
          onCommit={(window) => problemOf('window', window) ?? set('window', window)}
        />
      </Line>
      <Line word="for each">
        <Select<Scope>
          label="Counted for each"
          className="flex-1"
          value={limit.scope}
          disabled={!editable}
          options={SCOPE_OPTIONS}
          onValueChange={(scope) => set('scope', scope)}
        />
      </Line>
      <LimitUseNow pointer={view.pointer} limit={limit} />
      {refused === null ? null : <Problem message={refused} />}
      <IssueLines issues={issuesBelow(view.issues, pointer)} editable={editable} />
      <button
        type="button"
        aria-expanded={more}
        aria-controls={moreId}
        onClick={() => setMore(!more)}
        className="-mx-1.5 flex min-h-7 items-center gap-1.5 self-start rounded-sm px-1.5 text-13 text-ink-2 hover:bg-hover hover:text-ink coarse:min-h-10"
      >
        <ChevronDown aria-hidden className={`size-4 transition-transform ${more ? '' : '-rotate-90'}`} />
        {detailWords(limit)}
      </button>
      <div id={moreId} hidden={!more}>
        {more ? <LimitDetails limit={limit} editable={editable} onSet={set} /> : null}
      </div>
    </div>
  )
}

function detailWords(limit: Limit): string {
  const algorithm = limit.algorithm === 'sliding' ? 'Sliding' : 'Fixed windows'
  return limit.on_deny === undefined ? `${algorithm}, usual text` : `${algorithm}, own text`
}

function Line({ word, children }: { word: string; children: React.ReactNode }) {
  return (
    <div className="flex items-start gap-2">
      <span className="flex h-8 w-14 shrink-0 items-center text-13 text-ink-2 coarse:h-11">{word}</span>
      {children}
    </div>
  )
}
