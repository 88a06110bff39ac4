'use client'

import { useState } from 'react'
import { Select } from '#components/ui/select.tsx'
import type { Window } from '#lib/policy/index.ts'
import { OWN_LENGTH, WINDOW_OPTIONS, windowInput } from '../../rules/limit-words.ts'
import { CheckedInput } from './checked-input.tsx'

type WindowFieldProps = {
  window: Window
  editable: boolean
  onCommit: (window: string) => string | null
}

/** A calendar unit, or a length of one’s own such as 15m. */
export function WindowField({ window, editable, onCommit }: WindowFieldProps) {
  const [asking, setAsking] = useState(false)
  const own = typeof window === 'number'
  return (
    <>
      <Select
        label="Window"
        className="flex-1"
        value={own || asking ? OWN_LENGTH : window}
        disabled={!editable}
        options={WINDOW_OPTIONS}
        onValueChange={(value) => {
          setAsking(value === OWN_LENGTH)
          if (value !== OWN_LENGTH) onCommit(value)
        }}
      />
      {own || asking ? (
        <CheckedInput
          label="Length, such as 15m or 2h"
          written={own ? windowInput(window) : ''}
          editable={editable}
          mono
          placeholder="15m"
          className="w-28"
          autoFocus={asking}
          onCommit={(text) => {
            const refusal = onCommit(text)
            if (refusal === null) setAsking(false)
            return refusal
          }}
        />
      ) : null}
    </>
  )
}
