'use client'

import { useState } from 'react'
import { Field } from '#components/ui/field.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { type Algorithm, type Limit, windowText } from '#lib/policy/index.ts'
import { limitProblem } from '../../rules/limit-words.ts'
import { CheckedInput } from './checked-input.tsx'
import type { SetField } from './limit-card.tsx'

type LimitDetailsProps = { limit: Limit; editable: boolean; onSet: SetField }

/** How a limit counts, what the agent reads when it is reached, and the name of its count. */
export function LimitDetails({ limit, editable, onSet }: LimitDetailsProps) {
  const length = windowText(limit.window)
  return (
    <div className="flex flex-col gap-3 pt-1">
      <div className="flex flex-col gap-1">
        <Segmented<Algorithm>
          label="How it counts"
          value={limit.algorithm}
          size="sm"
          options={[
            { value: 'fixed', label: 'Fixed windows' },
            { value: 'sliding', label: 'Sliding' },
          ]}
          onValueChange={(algorithm) => {
            if (editable && algorithm !== limit.algorithm)
              onSet('algorithm', algorithm === 'fixed' ? null : algorithm)
          }}
          className="self-start"
        />
        <p className="text-12 text-ink-3">
          {limit.algorithm === 'sliding'
            ? `At most that much in any ${length}, exactly.`
            : `The count begins again with each ${length}, by the UTC clock.`}
        </p>
      </div>
      <OwnText limit={limit} editable={editable} onSet={onSet} />
      <div className="flex flex-col gap-1">
        <span className="font-medium text-13">Counter</span>
        <CheckedInput
          label="Counter"
          written={limit.counter}
          editable={editable}
          mono
          onCommit={(name) => limitProblem('counter', name, limit) ?? onSet('counter', name)}
        />
        <p className="text-12 text-ink-3">
          Limits with one counter name share one count. With a new name, it begins at zero.
        </p>
      </div>
    </div>
  )
}

function OwnText({ limit, editable, onSet }: LimitDetailsProps) {
  const written = limit.on_deny ?? ''
  const [state, setState] = useState({ text: written, of: written, problem: null as string | null })
  if (state.of !== written) setState({ text: written, of: written, problem: null })
  return (
    <Field
      label="Text for the agent when it is reached"
      optional
      disabled={!editable}
      error={state.problem}
      hint="Without one, it reads which limit it is, what is left, and when it resets."
    >
      <Textarea
        rows={2}
        value={state.text}
        onChange={(event) => setState({ ...state, text: event.currentTarget.value, problem: null })}
        onBlur={() => {
          const text = state.text.trim()
          if (text === written) return
          const problem = text === '' ? null : limitProblem('on_deny', text, limit)
          setState({ ...state, problem: problem ?? onSet('on_deny', text === '' ? null : text) })
        }}
      />
    </Field>
  )
}
