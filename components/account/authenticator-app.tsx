'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { type ActionResult, NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { useConfirmed } from '#components/ui/confirm-first.ts'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { QrCode } from './qr-code.tsx'
import { ShownCodes } from './recovery-codes.tsx'

type Setup = { readonly secret: string; readonly uri: string }
type AuthenticatorAppProps = {
  isOn: boolean
  start: (input: Record<string, never>) => Promise<ActionResult<Setup>>
  finish: (input: {
    code: string
  }) => Promise<ActionResult<{ readonly recoveryCodes: readonly string[] | null }>>
  remove: (input: Record<string, never>) => Promise<ActionResult<null>>
}

/** An app that shows codes: scan, type the first one, and it is asked for at sign-in. */
export function AuthenticatorApp({ isOn, start, finish, remove }: AuthenticatorAppProps) {
  const [setup, setSetup] = useState<Setup | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const { run, pending, fault } = useAction(start)

  async function begin() {
    setCodes(null)
    const result = await run({})
    if (result?.ok) setSetup(result.value)
  }

  return (
    <div className="flex flex-col gap-4">
      {isOn ? (
        <div className="flex items-center justify-between gap-4">
          <p className="text-14 text-ink-2">On. A code is asked for after the password.</p>
          <RemoveApp remove={remove} />
        </div>
      ) : setup ? (
        <FirstCode
          setup={setup}
          finish={finish}
          onDone={(made) => {
            setSetup(null)
            setCodes(made)
          }}
        />
      ) : (
        <>
          <p className="text-14 text-ink-2">
            Off. Any app for one-time codes will do: it shows six digits that change twice a minute.
          </p>
          <FaultProblem fault={fault} />
          <div>
            <Button onClick={begin} pending={pending}>
              Set up an app
            </Button>
          </div>
        </>
      )}
      {codes ? <ShownCodes codes={codes} /> : null}
    </div>
  )
}

type FirstCodeProps = Pick<AuthenticatorAppProps, 'finish'> & {
  setup: Setup
  onDone: (codes: readonly string[] | null) => void
}

function FirstCode({ setup, finish, onDone }: FirstCodeProps) {
  const router = useRouter()
  const [code, setCode] = useState('')
  const { run, pending, fault } = useAction(finish)
  const isOfField = fault?.data?.field === 'code'

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (code.trim() === '') return
    const result = await run({ code: code.trim() })
    if (!result?.ok) return
    toast.success('The app is set up')
    onDone(result.value.recoveryCodes)
    router.refresh()
  }

  return (
    <div className="flex flex-col gap-4">
      <p className="text-14 text-ink-2">Scan this with the app, or type the key into it.</p>
      <div className="flex gap-5 max-sm:flex-col">
        <QrCode text={setup.uri} label="QR code that sets up the app; the key below says the same" />
        <div className="flex min-w-0 flex-1 flex-col gap-4">
          <CodeBlock label="Key for the app" code={setup.secret} copyLabel="Copy key" wrap />
          <Form onSubmit={submit} noValidate className="flex flex-col gap-3">
            {isOfField ? null : <FaultProblem fault={fault} />}
            <Field
              label="Code that the app shows"
              name="first-code"
              error={isOfField ? fault?.message : null}
            >
              <div className="w-36">
                <Input
                  mono
                  value={code}
                  onValueChange={setCode}
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  maxLength={7}
                />
              </div>
            </Field>
            <div>
              <Button type="submit" variant="primary" pending={pending}>
                Turn on
              </Button>
            </div>
          </Form>
        </div>
      </div>
    </div>
  )
}

function RemoveApp({ remove }: Pick<AuthenticatorAppProps, 'remove'>) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const confirmed = useConfirmed(remove)

  async function removeNow(): Promise<string | null> {
    const result = await confirmed({}).catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (!result.ok) return result.fault.message
    toast.success('The app is removed')
    router.refresh()
    return null
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={setOpen}
      title="Remove the authenticator app?"
      description="Its codes open nothing any more. Without a passkey, the password alone opens the account."
      action="Remove app"
      onConfirm={removeNow}
      trigger={
        <Button size="sm" variant="quiet" aria-label="Remove the authenticator app">
          Remove
        </Button>
      }
    />
  )
}
