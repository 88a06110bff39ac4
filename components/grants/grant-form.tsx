'use client'

import Link from 'next/link'
import { type FormEvent, useState } from 'react'
import { rememberToken } from '#components/connect/fresh-token.ts'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { Select } from '#components/ui/select.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { EXPIRIES, EXPIRY_LABELS, type Expiry, expiresAt } from './expiry.ts'
import { GrantCreated } from './grant-created.tsx'
import { type Choice, type GrantableServer, tagsFrom } from './grant-view.ts'
import { ServerChoices } from './server-choices.tsx'
import type { EnableUrl } from './url-form.tsx'

export type NewGrant = {
  label: string
  servers: readonly Choice[]
  tags: readonly string[]
  expiresAt: string | null
}
export type MadeGrant = { id: string; label: string; token: string }

type GrantFormProps = {
  servers: readonly GrantableServer[]
  /** What the grant is called unless somebody says otherwise. */
  defaultLabel: string
  /** Chosen already, where the page was opened from a server. */
  preselected: string | null
  create: (input: NewGrant) => Promise<ActionResult<MadeGrant>>
  enableUrl: EnableUrl
}

export function GrantForm({ servers, defaultLabel, preselected, create, enableUrl }: GrantFormProps) {
  const [label, setLabel] = useState(defaultLabel)
  const [choices, setChoices] = useState<readonly Choice[]>(() => firstChoice(servers, preselected))
  const [tags, setTags] = useState('')
  const [expiry, setExpiry] = useState<Expiry>('90d')
  const [checked, setChecked] = useState(false)
  const [made, setMade] = useState<MadeGrant | null>(null)
  const { run, pending, fault } = useAction(create)

  async function submit(event: FormEvent) {
    event.preventDefault()
    setChecked(true)
    if (label.trim() === '' || choices.length === 0) return
    const result = await run({
      label: label.trim(),
      servers: choices,
      tags: tagsFrom(tags),
      expiresAt: expiresAt(expiry, Date.now()),
    })
    if (!result?.ok) return
    rememberToken(result.value.id, result.value.token)
    setMade(result.value)
  }

  if (made) {
    const granted = servers.filter((server) => choices.some((choice) => choice.serverId === server.id))
    return <GrantCreated grant={made} servers={granted} enableUrl={enableUrl} />
  }
  return (
    <Form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <Field
        label="Label"
        name="label"
        hint="Which agent this is: it stands beside every call."
        error={checked && label.trim() === '' ? 'Name the agent, such as “Support agents”.' : null}
      >
        <Input
          value={label}
          onValueChange={setLabel}
          placeholder="Support agents"
          maxLength={80}
          autoComplete="off"
        />
      </Field>
      <fieldset className="flex min-w-0 flex-col gap-1.5">
        <legend className="mb-1.5 font-medium text-13">Servers and policies</legend>
        <ServerChoices servers={servers} value={choices} onChange={setChoices} />
        {checked && choices.length === 0 ? <Problem>Choose at least one server.</Problem> : null}
        <MissingPolicies servers={servers} choices={choices} />
      </fieldset>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Expires" name="expires">
          <Select<Expiry>
            value={expiry}
            onValueChange={setExpiry}
            options={EXPIRIES.map((value) => ({ value, label: EXPIRY_LABELS[value] }))}
          />
        </Field>
        <Field label="Tags" name="tags" optional hint="Separated by commas; policies can ask for them.">
          <Input value={tags} onValueChange={setTags} placeholder="support, nightly" autoComplete="off" />
        </Field>
      </div>
      <FaultProblem fault={fault} title="The grant was not created" />
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          Create grant
        </Button>
      </div>
    </Form>
  )
}

function firstChoice(servers: readonly GrantableServer[], preselected: string | null): readonly Choice[] {
  const server =
    servers.find((each) => each.id === preselected) ?? (servers.length === 1 ? servers[0] : undefined)
  if (!server) return []
  const policy = server.policies.find((each) => each.version !== null)
  return [{ serverId: server.id, policyId: policy?.id ?? null }]
}

function MissingPolicies({
  servers,
  choices,
}: {
  servers: readonly GrantableServer[]
  choices: readonly Choice[]
}) {
  const missing = servers.filter((server) =>
    choices.some((choice) => choice.serverId === server.id && choice.policyId === null),
  )
  if (missing.length === 0) return null
  return (
    <p className="text-13 text-ink-2">
      Without a policy every call is refused.{' '}
      {missing.map((server) => (
        <Link key={server.id} href={`/servers/${server.id}/policy`} className="link mr-2">
          Write one for {server.name}
        </Link>
      ))}
    </p>
  )
}
