'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { LetterSent } from '#components/auth/letter-sent.tsx'
import type { ActionResult } from '#components/ui/action.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { useAction } from '#components/ui/use-action.ts'

type OwnEmailProps = {
  email: string
  isConfirmed: boolean
  /** The address that it becomes once the letter there is answered. */
  pending: string | null
  /** Where letters go: mailbox: they stay on this machine; none: nowhere. */
  mail: 'smtp' | 'mailbox' | 'none'
  confirm: (input: Record<string, never>) => Promise<ActionResult<null>>
  change: (input: { email: string }) => Promise<ActionResult<null>>
  cancel: (input: Record<string, never>) => Promise<ActionResult<null>>
}

export function OwnEmail({ email, isConfirmed, pending, mail, confirm, change, cancel }: OwnEmailProps) {
  const isLocal = mail === 'mailbox'
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 break-all font-medium">{email}</span>
        <Badge dashed={!isConfirmed}>{isConfirmed ? 'Confirmed' : 'Not confirmed'}</Badge>
      </p>
      {mail === 'none' ? (
        <Notice title="No letters from here">
          This installation sends no e-mail, so an address can be neither confirmed nor changed. Whoever runs
          it sets SMTP_URL and MAIL_FROM.
        </Notice>
      ) : (
        <>
          {isConfirmed ? null : <Confirmation isLocal={isLocal} email={email} confirm={confirm} />}
          {pending === null ? (
            <Change change={change} />
          ) : (
            <PendingChange pending={pending} isLocal={isLocal} cancel={cancel} />
          )}
        </>
      )}
    </div>
  )
}

function Confirmation({
  email,
  isLocal,
  confirm,
}: Pick<OwnEmailProps, 'email' | 'confirm'> & { isLocal: boolean }) {
  const [sent, setSent] = useState(false)
  const { run, pending, fault } = useAction(confirm)
  if (sent)
    return (
      <LetterSent isLocal={isLocal}>A link is on its way to {email}. It works once, for an hour.</LetterSent>
    )
  return (
    <div className="flex flex-col gap-3">
      <FaultProblem fault={fault} />
      <div>
        <Button pending={pending} onClick={async () => setSent((await run({}))?.ok === true)}>
          Send a link to confirm it
        </Button>
      </div>
    </div>
  )
}

function Change({ change }: Pick<OwnEmailProps, 'change'>) {
  const router = useRouter()
  const [next, setNext] = useState('')
  const { run, pending, fault } = useAction(change)
  const ofField = fault?.data?.field === 'email' ? fault.message : null

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await run({ email: next.trim() })
    if (result?.ok) router.refresh()
  }

  return (
    <Form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <Field
        label="New address"
        name="new-email"
        error={ofField}
        hint="A link goes there; until it is opened the old address stays."
      >
        <Input
          type="email"
          value={next}
          onValueChange={setNext}
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      {ofField ? null : <FaultProblem fault={fault} />}
      <div>
        <Button type="submit" pending={pending} disabled={next.trim() === ''}>
          Change address
        </Button>
      </div>
    </Form>
  )
}

function PendingChange({
  pending: address,
  isLocal,
  cancel,
}: Pick<OwnEmailProps, 'cancel'> & { pending: string; isLocal: boolean }) {
  const router = useRouter()
  const { run, pending, fault } = useAction(cancel)
  return (
    <div className="flex flex-col gap-3">
      <LetterSent isLocal={isLocal}>
        It becomes {address} once the link that went there is opened. The link works for an hour.
      </LetterSent>
      <FaultProblem fault={fault} />
      <div>
        <Button
          pending={pending}
          onClick={async () => {
            if ((await run({}))?.ok) router.refresh()
          }}
        >
          Keep the old address
        </Button>
      </div>
    </div>
  )
}
