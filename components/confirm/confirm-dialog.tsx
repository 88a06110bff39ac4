'use client'

import { KeyRound } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { ActionResult, FaultView } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogClose } from '#components/ui/dialog.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { askPasskey, type PasskeyAnswer, type PasskeyQuestion } from './ask-passkey.ts'

export type ConfirmWays = { passkey: boolean; password: boolean; code: boolean }
export type ConfirmActions = {
  request: (input: Record<string, never>) => Promise<ActionResult<PasskeyQuestion>>
  confirm: (
    proof: { password?: string; code?: string } | { passkey: PasskeyAnswer },
  ) => Promise<ActionResult<null>>
}
type ConfirmDialogProps = ConfirmActions & {
  ways: ConfirmWays
  open: boolean
  /** True once it is confirmed, false where the person leaves it. */
  onEnd: (isConfirmed: boolean) => void
}

/** "Confirm that it is you": by a passkey, or by all that a sign-in would take. */
export function ConfirmDialog({ ways, open, onEnd, request, confirm }: ConfirmDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : onEnd(false))}
      title="Confirm that it is you"
      description="This goes on as soon as you have. You are not asked again for ten minutes."
      size="sm"
    >
      <div className="flex flex-col gap-4">
        {ways.passkey ? <ByPasskey request={request} confirm={confirm} onEnd={onEnd} /> : null}
        {ways.passkey && (ways.password || ways.code) ? (
          <p className="text-13 text-ink-3">Or instead:</p>
        ) : null}
        {ways.password || ways.code ? <ByTyping ways={ways} confirm={confirm} onEnd={onEnd} /> : null}
        {ways.passkey || ways.password || ways.code ? null : (
          <p className="text-14 text-ink-2">
            Your account has no password and no passkey. Sign out, sign in again, and do this within ten
            minutes.
          </p>
        )}
      </div>
    </Dialog>
  )
}

function ByPasskey({ request, confirm, onEnd }: ConfirmActions & Pick<ConfirmDialogProps, 'onEnd'>) {
  const [pending, setPending] = useState(false)
  const [fault, setFault] = useState<FaultView | null>(null)

  async function ask() {
    setPending(true)
    setFault(null)
    const answer = await askPasskey(request)
    const result = answer.ok ? await confirm({ passkey: answer.value }) : answer
    setPending(false)
    if (result.ok) onEnd(true)
    else setFault(result.fault)
  }

  return (
    <>
      <FaultProblem fault={fault} />
      <Button variant="primary" size="lg" pending={pending} onClick={ask} className="w-full">
        <KeyRound aria-hidden />
        Use a passkey
      </Button>
    </>
  )
}

type ByTypingProps = Pick<ConfirmDialogProps, 'ways' | 'confirm' | 'onEnd'>

function ByTyping({ ways, confirm, onEnd }: ByTypingProps) {
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const { run, pending, fault } = useAction(confirm)
  const field = fault?.data?.field
  const isReady = (!ways.password || password !== '') && (!ways.code || code.trim() !== '')

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!isReady) return
    const proof = { ...(ways.password && { password }), ...(ways.code && { code: code.trim() }) }
    const result = await run(proof)
    if (result?.ok) onEnd(true)
  }

  return (
    <Form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {field ? null : <FaultProblem fault={fault} />}
      {ways.password ? (
        <Field label="Password" name="password" error={field === 'password' ? fault?.message : null}>
          <Input
            type="password"
            value={password}
            onValueChange={setPassword}
            autoComplete="current-password"
            className="h-10"
          />
        </Field>
      ) : null}
      {ways.code ? (
        <Field
          label="Code"
          name="code"
          hint="Of your authenticator app, or a recovery code."
          error={field === 'code' ? fault?.message : null}
        >
          <Input mono value={code} onValueChange={setCode} autoComplete="one-time-code" className="h-10" />
        </Field>
      ) : null}
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button>Cancel</Button>} />
        <Button type="submit" variant="primary" pending={pending} disabled={!isReady}>
          Confirm
        </Button>
      </div>
    </Form>
  )
}
