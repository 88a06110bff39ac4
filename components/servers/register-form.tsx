'use client'

import { Plus } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import type { FaultView } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { type HeaderRow, HeaderRows, newHeaderRow } from './header-rows.tsx'
import { nameFromUrl } from './server-name.ts'

export type RegisterValues = {
  name: string
  /** Where it is: at a URL, or on somebody's machine. */
  place: 'url' | 'stdio'
  url: string
  headers: readonly HeaderRow[]
}

type RegisterFormProps = {
  values: RegisterValues
  onChange: (values: RegisterValues) => void
  onSubmit: () => void
  onCancel: () => void
  running: boolean
  privateAllowed: boolean
  fault: FaultView | null
}

type Missing = { name?: string; url?: string }

export function RegisterForm(props: RegisterFormProps) {
  const { values, onChange, running, fault } = props
  const [missing, setMissing] = useState<Missing>({})
  const form = useRef<HTMLFormElement>(null)

  function submit(event: FormEvent) {
    event.preventDefault()
    const found: Missing = {}
    const named = values.name.trim() !== '' || (values.place === 'url' && nameFromUrl(values.url) !== '')
    if (!named && (values.place === 'stdio' || values.url.trim() !== ''))
      found.name = 'Give the server a name, such as LiveTap.'
    const problem = values.place === 'url' ? urlProblem(values.url.trim()) : null
    if (problem) found.url = problem
    setMissing(found)
    if (found.name) form.current?.querySelector<HTMLInputElement>('[name=name]')?.focus()
    else if (found.url) form.current?.querySelector<HTMLInputElement>('[name=url]')?.focus()
    else props.onSubmit()
  }

  return (
    <Form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-5">
      <Field label="Name" name="name" error={missing.name} hint={nameHint(values)}>
        <Input
          value={values.name}
          onValueChange={(name) => onChange({ ...values, name })}
          placeholder={(values.place === 'url' && nameFromUrl(values.url)) || 'LiveTap'}
          autoComplete="off"
          maxLength={80}
          disabled={running}
        />
      </Field>
      <Segmented<RegisterValues['place']>
        label="Where the server is"
        className="self-start"
        value={values.place}
        onValueChange={(place) => (running ? undefined : onChange({ ...values, place }))}
        options={[
          { value: 'url', label: 'It has a URL' },
          { value: 'stdio', label: 'It runs on my machine (stdio)' },
        ]}
      />
      {values.place === 'url' ? <AddressFields {...props} error={missing.url} /> : <StdioNote />}
      <FaultProblem fault={fault} title="The server was not registered" />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" pending={running}>
          {fault ? 'Try again' : 'Register server'}
        </Button>
        {running && values.place === 'url' ? (
          <Button variant="quiet" onClick={props.onCancel}>
            Cancel
          </Button>
        ) : null}
        {values.place === 'url' && values.headers.length === 0 && !running ? (
          <Button variant="quiet" onClick={() => onChange({ ...values, headers: [newHeaderRow()] })}>
            <Plus aria-hidden />
            Add header
          </Button>
        ) : null}
      </div>
    </Form>
  )
}

function nameHint({ place }: RegisterValues): string {
  return place === 'url'
    ? 'How your team calls it. Left empty, it is called by its address.'
    : 'How your team calls it.'
}

function StdioNote() {
  return (
    <p className="text-14 text-ink-2">
      A connector runs beside the server and dials out to this gateway, so nothing on the machine has to be
      reachable. The command to start it comes next; the tools are read when it connects.
    </p>
  )
}

function AddressFields(props: RegisterFormProps & { error: string | undefined }) {
  const { values, onChange, running } = props
  return (
    <>
      <Field
        label="URL"
        name="url"
        error={props.error}
        hint={
          props.privateAllowed
            ? 'Its MCP endpoint, Streamable HTTP or the older HTTP+SSE: which one is found out. Addresses in your own network work on this installation.'
            : 'Its MCP endpoint, reachable from the internet: Streamable HTTP or the older HTTP+SSE, which one is found out.'
        }
      >
        <Input
          mono
          type="url"
          inputMode="url"
          value={values.url}
          onValueChange={(url) => onChange({ ...values, url })}
          placeholder="https://livetap.example.com/mcp"
          autoComplete="off"
          spellCheck={false}
          disabled={running}
        />
      </Field>
      {values.headers.length > 0 ? (
        <HeaderRows
          rows={values.headers}
          onChange={(headers) => onChange({ ...values, headers })}
          disabled={running}
        />
      ) : null}
    </>
  )
}

function urlProblem(text: string): string | null {
  if (text === '') return 'Paste the URL of the server’s MCP endpoint.'
  if (!URL.canParse(text)) return 'Write the whole URL, starting with https:// or http://.'
  const { protocol } = new URL(text)
  return protocol === 'https:' || protocol === 'http:'
    ? null
    : 'Only http and https addresses can be reached.'
}
