'use client'

import { type FormEvent, useActionState, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { FaultView } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { useTakeOver } from '#components/ui/form.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { readPaste } from '#lib/paste/index.ts'
import { begin } from './begin.ts'
import { chosenServer, recognised, triedOf } from './pasted.ts'
import { PastedServers } from './pasted-servers.tsx'
import { type Reading, ReadingView, readingAfter, UNREAD } from './reading-view.tsx'

export type TryFormState = { readonly text: string; readonly fault: FaultView | null }

type TryFormProps = {
  /** What the form does where no script runs. */
  action: (state: TryFormState, form: FormData) => Promise<TryFormState>
}

const EMPTY: TryFormState = { text: '', fault: null }

/** One field for an address, a client's file or a list of tools: which one it is, is seen. */
export function TryForm({ action }: TryFormProps) {
  const [answered, submitPlainly] = useActionState(action, EMPTY)
  const [text, setText] = useState(answered.text)
  const [chosen, setChosen] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [reading, setReading] = useState<Reading>(UNREAD)
  const running = useRef<AbortController>(undefined)
  const form = useRef<HTMLFormElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  useTakeOver(form)
  const settled = useDeferredValue(text)
  const paste = useMemo(() => readPaste(settled), [settled])
  useEffect(() => () => running.current?.abort(), [])

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (reading.phase === 'running') return
    const tried = triedOf(readPaste(text), text, chosen)
    setProblem(typeof tried === 'string' ? tried : null)
    if (typeof tried === 'string') return field.current?.focus()
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    let now: Reading = { phase: 'running', host: '', protocol: null, tools: [] }
    setReading(now)
    for await (const line of begin(tried, controller.signal)) {
      if (controller.signal.aborted) return
      now = readingAfter(now, line)
      setReading(now)
      if (line.type === 'kept') window.location.assign(`/try/${line.id}`)
    }
  }

  function cancel() {
    running.current?.abort()
    setReading(UNREAD)
  }

  const isRunning = reading.phase === 'running'
  const fault = reading.phase === 'failed' ? reading.fault : reading.phase === 'idle' ? answered.fault : null
  const known = recognised(paste, settled)
  return (
    // Sent by the browser alone, all of the paste would leave the page: that is for a browser without scripts.
    <form
      ref={form}
      action={submitPlainly}
      onSubmit={submit}
      data-waits=""
      noValidate
      className="flex flex-col gap-4"
    >
      <Field
        label="Server, client’s file or tools/list"
        name="paste"
        error={problem}
        hint="An address such as https://mcp.example.com/mcp, an mcpServers file, or what tools/list answers."
      >
        <Textarea
          ref={field}
          mono
          name="paste"
          rows={6}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setProblem(null)
          }}
          placeholder="https://mcp.example.com/mcp"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          readOnly={isRunning}
          className="max-h-80 min-h-24"
        />
      </Field>
      <p aria-live="polite" className={known === '' ? 'sr-only' : 'text-13 text-ink-2'}>
        {known}
      </p>
      {paste.kind === 'servers' ? (
        <PastedServers
          servers={paste.servers}
          chosen={chosenServer(paste.servers, chosen)?.name ?? null}
          onChosen={setChosen}
        />
      ) : null}
      <FaultProblem fault={fault} title="The tools were not read" />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" size="lg" pending={isRunning || reading.phase === 'done'}>
          {fault ? 'Try again' : 'See its board'}
        </Button>
        {isRunning ? (
          <Button variant="quiet" size="lg" onClick={cancel}>
            Cancel
          </Button>
        ) : null}
      </div>
      <ReadingView reading={reading} />
    </form>
  )
}
