'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'
import type { Role } from '#lib/roles/index.ts'
import { InvitationLink } from './invitation-link.tsx'
import { type InvitationActs, roleChoices } from './member-view.ts'

type InviteFormProps = { giver: Role; invite: InvitationActs['invite'] }

export function InviteForm({ giver, invite }: InviteFormProps) {
  const router = useRouter()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [isMissing, setMissing] = useState(false)
  const [made, setMade] = useState<{ readonly email: string; readonly link: string } | null>(null)
  const { run, pending, fault } = useAction(invite)
  const isAboutAddress = fault?.code === 'in-use' || fault?.code === 'invalid-input'

  async function submit(event: FormEvent) {
    event.preventDefault()
    const address = email.trim()
    setMissing(address === '')
    if (address === '') return
    const result = await run({ email: address, role })
    if (!result?.ok) return
    const { link } = result.value
    setMade(link === null ? null : { email: address, link })
    if (link === null) toast.success(`Invitation sent to ${address}`)
    setEmail('')
    router.refresh()
  }

  return (
    <div className="flex flex-col gap-4">
      <Form onSubmit={submit} noValidate className="flex flex-wrap items-start gap-2">
        <Field
          label="E-mail of whom to invite"
          name="email"
          hideLabel
          className="min-w-52 flex-1"
          error={
            isMissing ? 'Write the e-mail address of whom to invite.' : isAboutAddress ? fault.message : null
          }
        >
          <Input
            type="email"
            value={email}
            onValueChange={setEmail}
            placeholder="grace@example.com"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
        <Select
          label="Role"
          className="w-40"
          value={role}
          options={roleChoices(giver)}
          onValueChange={setRole}
        />
        <Button type="submit" variant="primary" pending={pending}>
          Invite
        </Button>
      </Form>
      {isAboutAddress ? null : <FaultProblem fault={fault} title="Nobody was invited" />}
      {made ? <InvitationLink email={made.email} link={made.link} /> : null}
    </div>
  )
}
