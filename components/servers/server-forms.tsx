'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useRef, useState } from 'react'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { type HeaderRow, HeaderRows, newHeaderRow } from './header-rows.tsx'
import type { ServerChange, UpdateServer } from './server-settings.tsx'

type FormProps = {
  server: { id: string; name: string; url: string; headerNames: readonly string[] }
  update: UpdateServer
}

/** Saves one part of the server, says so, and shows the page as it then is. */
function useUpdate({ server, update }: FormProps) {
  const router = useRouter()
  const { run, pending, fault } = useAction(update)
  /** What was wrong with the last change; null where it was made. */
  const refused = useRef<string | null>(null)
  async function save(event: FormEvent | null, change: Omit<ServerChange, 'serverId'>, done: string) {
    event?.preventDefault()
    const result = await run({ serverId: server.id, ...change })
    refused.current = result && !result.ok ? result.fault.message : null
    if (!result?.ok) return false
    toast.success(done)
    router.refresh()
    return true
  }
  return { save, pending, fault, refused }
}

export function NameForm(props: FormProps) {
  const [name, setName] = useState(props.server.name)
  const { save, pending, fault } = useUpdate(props)
  return (
    <Form
      onSubmit={(event) => save(event, { name: name.trim() }, 'Name saved')}
      className="flex flex-col gap-3"
    >
      <Field label="Name" name="name" hideLabel>
        <Input value={name} onValueChange={setName} maxLength={80} autoComplete="off" />
      </Field>
      <FaultProblem fault={fault} />
      <div>
        <Button type="submit" pending={pending} disabled={name.trim() === props.server.name}>
          Save name
        </Button>
      </div>
    </Form>
  )
}

/** Another address is another server: what that costs is said before it is saved. */
export function AddressForm(props: FormProps) {
  const { server } = props
  const [url, setUrl] = useState(server.url)
  const [asking, setAsking] = useState(false)
  const { save, pending, fault, refused } = useUpdate(props)
  const { headerNames } = server
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault()
        setAsking(true)
      }}
      className="flex flex-col gap-3"
      noValidate
    >
      <Field label="URL" name="url" hideLabel>
        <Input mono type="url" value={url} onValueChange={setUrl} autoComplete="off" spellCheck={false} />
      </Field>
      <FaultProblem fault={fault} />
      <div>
        <Button type="submit" pending={pending} disabled={url.trim() === server.url}>
          Save URL
        </Button>
      </div>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title="Move to another address?"
        description={
          <ul className="flex list-disc flex-col gap-1 pl-4">
            <li>Every tool has to be accepted again. Calls to them are refused until then.</li>
            <li>
              {headerNames.length === 0
                ? 'It has no headers that would be lost.'
                : `Its headers (${headerNames.join(', ')}) are deleted, so that they never reach the new address. Enter them again if it needs them.`}
            </li>
          </ul>
        }
        action="Save URL"
        onConfirm={async () => {
          await save(null, { url: url.trim() }, 'URL saved')
          return refused.current
        }}
      />
    </Form>
  )
}

export function HeadersForm(props: FormProps) {
  const { headerNames } = props.server
  const [rows, setRows] = useState<readonly HeaderRow[] | null>(null)
  const { save, pending, fault } = useUpdate(props)
  if (rows === null) {
    return (
      <div className="flex flex-col gap-3">
        {headerNames.length === 0 ? (
          <p className="text-14 text-ink-2">None.</p>
        ) : (
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            {headerNames.map((name) => (
              <li key={name} className="text-13">
                <span className="code">{name}</span> <span className="text-ink-3">••••••••</span>
              </li>
            ))}
          </ul>
        )}
        <div>
          <Button
            onClick={() =>
              setRows(
                headerNames.length > 0 ? headerNames.map((name) => newHeaderRow(name)) : [newHeaderRow()],
              )
            }
          >
            {headerNames.length === 0 ? 'Add headers' : 'Replace headers'}
          </Button>
        </div>
      </div>
    )
  }
  const headers = Object.fromEntries(
    rows.filter((row) => row.name.trim() !== '').map((row) => [row.name.trim(), row.value]),
  )
  return (
    <Form
      onSubmit={async (event) => {
        if (await save(event, { headers }, 'Headers saved')) setRows(null)
      }}
      className="flex flex-col gap-3"
    >
      <HeaderRows rows={rows} onChange={setRows} />
      <FaultProblem fault={fault} />
      <div className="flex gap-2">
        <Button type="submit" pending={pending}>
          Save headers
        </Button>
        <Button variant="quiet" onClick={() => setRows(null)}>
          Cancel
        </Button>
      </div>
    </Form>
  )
}
