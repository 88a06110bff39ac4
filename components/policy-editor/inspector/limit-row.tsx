'use client'

import { X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { serializeJson } from '#lib/json/index.ts'
import type { Limit, LimitFields, Scope } from '#lib/policy/index.ts'
import { readMax, readWindow, SCOPE_OPTIONS, windowOptions } from './limit-fields.ts'

type LimitRowProps = {
  limit: Limit
  editable: boolean
  onChange: (fields: Partial<LimitFields>) => void
  onRemove: () => void
}

/** "At most [30] per [minute] for each [grant]": one limit as a sentence with holes. */
export function LimitRow({ limit, editable, onChange, onRemove }: LimitRowProps) {
  const window = String(limit.window)
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line p-2.5">
      <div className="flex items-center gap-2">
        <span className="w-14 shrink-0 text-13 text-ink-2">At most</span>
        <MaxInput key={serializeJson(limit.max)} limit={limit} editable={editable} onChange={onChange} />
        {editable ? (
          <IconButton label="Remove this limit" size="sm" onClick={onRemove}>
            <X aria-hidden />
          </IconButton>
        ) : null}
      </div>
      <div className="flex items-center gap-2">
        <span className="w-14 shrink-0 text-13 text-ink-2">per</span>
        <Select
          label="Window"
          value={window}
          disabled={!editable}
          options={windowOptions(limit.window)}
          onValueChange={(value) => onChange({ window: readWindow(value) })}
        />
        <span className="shrink-0 text-13 text-ink-2">for each</span>
        <Select<Scope>
          label="Counted for each"
          value={limit.scope}
          disabled={!editable}
          options={SCOPE_OPTIONS}
          onValueChange={(scope) => onChange({ scope })}
        />
      </div>
      <p className="truncate text-12 text-ink-3">
        Counter <span className="code">{limit.counter}</span>
        {limit.increment_from ? (
          <>
            , the sum of <span className="code">{limit.increment_from}</span>
          </>
        ) : null}
        {limit.algorithm === 'sliding' ? ', in any such interval' : ''}
      </p>
    </div>
  )
}

function MaxInput({ limit, editable, onChange }: Omit<LimitRowProps, 'onRemove'>) {
  const written = serializeJson(limit.max)
  const [text, setText] = useState(written)
  const max = readMax(text)
  const commit = () => {
    if (max === null) setText(written)
    else if (text.trim() !== written) onChange({ max })
  }
  return (
    <Input
      aria-label="At most"
      inputMode="decimal"
      value={text}
      disabled={!editable}
      aria-invalid={max === null || undefined}
      onValueChange={setText}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
      }}
      className="flex-1"
    />
  )
}
