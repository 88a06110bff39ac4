'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Form } from '#components/ui/form.tsx'
import { countOf } from '../words.ts'
import type { dangerousOpenings } from './widening.ts'

export type Openings = ReturnType<typeof dangerousOpenings>

type OpeningsConfirmationProps = {
  /** Of the form; its submit button stands elsewhere. */
  id: string
  openings: Openings
  /** Called once the dangerous ones, if there are any, were agreed to. */
  onSubmit: () => void
  children?: ReactNode
}

/** A form that asks for a yes where a tool of High or Critical severity opens up, and for nothing else. */
export function OpeningsConfirmation({ id, openings, onSubmit, children }: OpeningsConfirmationProps) {
  const [sure, setSure] = useState(false)
  const [asked, setAsked] = useState(false)
  const missingYes = openings.length > 0 && !sure

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!missingYes) return onSubmit()
    setAsked(true)
    document.getElementById(`${id}-sure`)?.focus()
  }

  return (
    <Form id={id} onSubmit={submit} className="flex flex-col gap-4">
      {children}
      {openings.length === 0 ? null : (
        <div className="flex flex-col gap-2 rounded-md border border-ink px-3 py-2.5 text-14">
          <p>
            {countOf(openings.length, 'tool')} of High or Critical severity{' '}
            {openings.length === 1 ? 'opens' : 'open'} up:{' '}
            <span className="code break-words text-13">{namesOf(openings)}</span>.
          </p>
          <label htmlFor={`${id}-sure`} className="flex items-center gap-2.5 py-1 font-medium">
            <Checkbox
              id={`${id}-sure`}
              checked={sure}
              onCheckedChange={setSure}
              aria-describedby={asked && missingYes ? `${id}-asked` : undefined}
            />
            Agents may call {openings.length === 1 ? 'it' : 'them'}
          </label>
          {asked && missingYes ? (
            <p id={`${id}-asked`} role="alert" className="text-13 text-ink-2">
              Tick this first, or move {openings.length === 1 ? 'the tool' : 'the tools'} to a stricter lane.
            </p>
          ) : null}
        </div>
      )}
    </Form>
  )
}

function namesOf(openings: Openings): string {
  const names = openings.map(({ change }) => change.tool)
  return names.length <= 6 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`
}
