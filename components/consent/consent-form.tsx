'use client'

import Link from 'next/link'
import { type FormEvent, useState } from 'react'
import { EXPIRIES, EXPIRY_LABELS, type Expiry, expiresAt } from '#components/grants/expiry.ts'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { ConsentFacts, type ConsentView } from './consent-facts.tsx'

type Going = { next: string }
type ConsentFormProps = {
  requestId: string
  consent: ConsentView
  allow: (input: {
    requestId: string
    label: string
    policyId: string | null
    expiresAt: string | null
  }) => Promise<ActionResult<Going>>
  refuse: (input: { requestId: string }) => Promise<ActionResult<Going>>
}

const NONE = 'none'

/** What a client would get, and the two answers. */
export function ConsentForm({ requestId, consent, allow, refuse }: ConsentFormProps) {
  const { client, server, policies, mayAllow } = consent
  const [label, setLabel] = useState(client.name)
  const [policy, setPolicy] = useState(policies[0]?.id ?? NONE)
  const [expiry, setExpiry] = useState<Expiry>('90d')
  const allowing = useAction(allow)
  const refusing = useAction(refuse)
  const [leaving, setLeaving] = useState(false)

  async function go(result: ActionResult<Going> | null) {
    if (!result?.ok) return
    setLeaving(true)
    // Not a page of the dashboard: from there the browser goes on to the client.
    window.location.assign(result.value.next)
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    const policyId = policy === NONE ? null : policy
    const ends = expiresAt(expiry, Date.now())
    await go(await allowing.run({ requestId, label: label.trim() || client.name, policyId, expiresAt: ends }))
  }

  if (leaving)
    return <Notice title="Back to the client">You can close this page once the client says so.</Notice>
  return (
    <Form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <ConsentFacts consent={consent} />
      {mayAllow ? (
        <>
          <Field
            label="Policy"
            name="policy"
            hint={policy === NONE ? undefined : 'Every call passes it. Change it whenever you like.'}
          >
            <Select
              value={policy}
              onValueChange={setPolicy}
              options={[
                ...policies.map((each) => ({
                  value: each.id,
                  label: `${each.name} · version ${each.version}`,
                })),
                { value: NONE, label: 'No policy (refuses everything)' },
              ]}
            />
          </Field>
          {policies.length === 0 ? (
            <p className="-mt-3 text-13 text-ink-2">
              {server.name} has no policy yet.{' '}
              <Link href={`/servers/${server.id}/policy`} className="link" target="_blank">
                Write one
              </Link>{' '}
              before you allow a client, or give one to its grant later.
            </p>
          ) : null}
          <div className="grid gap-5 sm:grid-cols-2">
            <Field label="Expires" name="expires">
              <Select<Expiry>
                value={expiry}
                onValueChange={setExpiry}
                options={EXPIRIES.map((value) => ({ value, label: EXPIRY_LABELS[value] }))}
              />
            </Field>
            <Field label="Label" name="label">
              <Input value={label} onValueChange={setLabel} maxLength={80} autoComplete="off" />
            </Field>
          </div>
        </>
      ) : (
        <Notice title="It takes an admin to allow a client">
          Ask someone of {consent.organisation} who is one to connect it.
        </Notice>
      )}
      <FaultProblem fault={allowing.fault ?? refusing.fault} title="Nothing was allowed" />
      <div className="flex flex-wrap gap-3">
        {mayAllow ? (
          <Button type="submit" variant="primary" pending={allowing.pending}>
            Allow
          </Button>
        ) : null}
        <Button pending={refusing.pending} onClick={async () => go(await refusing.run({ requestId }))}>
          Don’t allow
        </Button>
      </div>
    </Form>
  )
}
