'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CheckboxRow } from '#components/ui/checkbox-row.tsx'
import { Dialog, DialogClose } from '#components/ui/dialog.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { useAction } from '#components/ui/use-action.ts'
import type { ChannelKind } from '#lib/messages/index.ts'
import { CHANNEL_KINDS, type ChannelActions, EVENT_NAMES } from './rows.ts'
import { ShownOnce } from './shown-once.tsx'

type AddChannelProps = {
  create: ChannelActions['create']
  /** Addresses that e-mail may go to. */
  addresses: readonly string[]
  /** False where the installation has no mail server. */
  hasMail: boolean
}

const LEAST = [
  { value: 'info', label: 'Everything' },
  { value: 'warning', label: 'Warnings and critical' },
  { value: 'critical', label: 'Critical alone' },
] as const

export function AddChannel({ create, addresses, hasMail }: AddChannelProps) {
  const router = useRouter()
  const form = useId()
  const [open, setOpen] = useState(false)
  const [kind, setKind] = useState<ChannelKind>('webhook')
  const [name, setName] = useState('')
  const [to, setTo] = useState('')
  const [least, setLeast] = useState<string>('warning')
  const [kinds, setKinds] = useState<readonly string[]>([])
  const [secret, setSecret] = useState<{ name: string; text: string } | null>(null)
  const { run, pending, fault, setFault } = useAction(create)

  function begin(next: boolean) {
    setOpen(next)
    if (!next) return
    setFault(null)
    setName('')
    setTo('')
    setKinds([])
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    const address = kind === 'email' && to === '' ? (addresses[0] ?? '') : to
    const result = await run({ name: name.trim(), kind, to: address.trim(), kinds, least })
    if (!result?.ok) return
    setOpen(false)
    setSecret(result.value.secret === null ? null : { name: name.trim(), text: result.value.secret })
    router.refresh()
  }

  return (
    <div className="flex flex-col gap-3">
      <Dialog
        title="Add a channel"
        open={open}
        onOpenChange={begin}
        trigger={<Button className="self-start">Add channel</Button>}
        footer={
          <>
            <DialogClose render={<Button>Cancel</Button>} />
            <Button type="submit" form={form} variant="primary" pending={pending}>
              Add channel
            </Button>
          </>
        }
      >
        <Form id={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
          <Field label="Kind" name="kind" hint={kind === 'email' && !hasMail ? NO_MAIL : HINTS[kind]}>
            <Select
              value={kind}
              onValueChange={(next) => {
                setKind(next)
                setTo('')
              }}
              options={KINDS}
            />
          </Field>
          <Field label="Name" name="name">
            <Input
              value={name}
              onValueChange={setName}
              maxLength={80}
              placeholder="On call"
              autoComplete="off"
            />
          </Field>
          {kind === 'email' ? (
            <Field label="Address" name="to" hint="Of a member of the organisation.">
              <Select
                value={to || addresses[0]}
                onValueChange={setTo}
                options={addresses.map((address) => ({ value: address, label: address }))}
              />
            </Field>
          ) : (
            <Field label="URL" name="to" hint="It is sealed, and not shown again.">
              <Input
                value={to}
                onValueChange={setTo}
                type="url"
                maxLength={2048}
                placeholder="https://hooks.example.com/…"
                autoComplete="off"
                spellCheck={false}
              />
            </Field>
          )}
          <Field label="How much" name="least">
            <Select value={least} onValueChange={setLeast} options={LEAST} />
          </Field>
          <fieldset>
            <legend className="font-medium text-13">Events</legend>
            <p className="text-13 text-ink-3">
              None chosen means all of them. What weighs less than the above is left out.
            </p>
            <div className="mt-1 grid gap-x-4 sm:grid-cols-2">
              {Object.entries(EVENT_NAMES).map(([value, label]) => (
                <CheckboxRow
                  key={value}
                  label={label}
                  checked={kinds.includes(value)}
                  onCheckedChange={(checked) =>
                    setKinds(checked ? [...kinds, value] : kinds.filter((each) => each !== value))
                  }
                />
              ))}
            </div>
          </fieldset>
          <FaultProblem fault={fault} title="The channel was not added" />
        </Form>
      </Dialog>
      {secret ? <ShownOnce name={secret.name} secret={secret.text} /> : null}
    </div>
  )
}

const KINDS = (['webhook', 'slack', 'email'] as const).map((value) => ({
  value,
  label: CHANNEL_KINDS[value],
}))
const NO_MAIL = 'This installation sends no e-mail yet: its operator sets SMTP_URL and MAIL_FROM.'
const HINTS: Readonly<Record<ChannelKind, string>> = {
  webhook: 'JSON, signed as Standard Webhooks describes it.',
  slack: 'An incoming webhook of Slack, or of a chat that takes the same messages.',
  email: 'Plain text and HTML.',
}
