'use client'

import { startRegistration } from '@simplewebauthn/browser'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { faultOf } from '#components/confirm/ask-passkey.ts'
import { type ActionResult, type FaultView, NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { useConfirmed } from '#components/ui/confirm-first.ts'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { ShownCodes } from './recovery-codes.tsx'

export type PasskeyRow = {
  readonly id: string
  readonly name: string
  readonly isSynced: boolean
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}
type Question = Parameters<typeof startRegistration>[0]['optionsJSON']
type Answer = Awaited<ReturnType<typeof startRegistration>>
type Added = { readonly recoveryCodes: readonly string[] | null }
type PasskeysProps = {
  passkeys: readonly PasskeyRow[]
  creation: (input: Record<string, never>) => Promise<ActionResult<Question>>
  add: (input: { name: string; response: Answer }) => Promise<ActionResult<Added>>
  remove: (input: { passkeyId: string }) => Promise<ActionResult<null>>
}

/** The passkeys of an account, and one more. */
export function Passkeys({ passkeys, creation, add, remove }: PasskeysProps) {
  const isOnly = passkeys.length === 1
  return (
    <div className="flex flex-col gap-4">
      {passkeys.length === 0 ? (
        <p className="text-14 text-ink-2">
          None yet. With one you sign in by your finger, your face or the PIN of your device, and a stolen
          password opens nothing.
        </p>
      ) : (
        <ul aria-label="Passkeys" className="divide-y divide-line rounded-md border border-line">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="flex items-center gap-4 px-4 py-3">
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium text-14" title={passkey.name}>
                  {passkey.name}
                </p>
                <p className="text-12 text-ink-3">
                  Added <RelativeTime at={passkey.createdAt} /> ·{' '}
                  {passkey.lastUsedAt ? (
                    <>
                      used <RelativeTime at={passkey.lastUsedAt} />
                    </>
                  ) : (
                    'not used yet'
                  )}
                  {passkey.isSynced ? ' · kept by its provider on several devices' : null}
                </p>
              </div>
              <RemovePasskey passkey={passkey} isOnly={isOnly} remove={remove} />
            </li>
          ))}
        </ul>
      )}
      <AddPasskey creation={creation} add={add} />
    </div>
  )
}

function AddPasskey({ creation, add }: Pick<PasskeysProps, 'creation' | 'add'>) {
  const router = useRouter()
  const [name, setName] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const { run: ask, pending: asking, fault: refused } = useAction(creation)
  const { run: keep, pending: keeping, fault: unkept } = useAction(add)
  const [unmade, setUnmade] = useState<FaultView | null>(null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    setUnmade(null)
    setMissing(name.trim() === '')
    if (name.trim() === '') return
    const asked = await ask({})
    if (!asked?.ok) return
    const response = await startRegistration({ optionsJSON: asked.value }).catch((error) => {
      setUnmade(faultOf(error))
      return null
    })
    if (!response) return
    const kept = await keep({ name: name.trim(), response })
    if (!kept?.ok) return
    setName('')
    setCodes(kept.value.recoveryCodes)
    toast.success('Passkey added')
    router.refresh()
  }

  return (
    <>
      <Form onSubmit={submit} noValidate className="flex items-start gap-2">
        <Field
          label="Name of the new passkey"
          name="passkey-name"
          hideLabel
          className="flex-1"
          error={isMissing ? 'Name it by the device that holds it.' : null}
        >
          <Input
            value={name}
            onValueChange={setName}
            placeholder="Laptop"
            maxLength={60}
            autoComplete="off"
          />
        </Field>
        <Button type="submit" pending={asking || keeping}>
          Add passkey
        </Button>
      </Form>
      <FaultProblem fault={refused ?? unmade ?? unkept} title="The passkey was not added" />
      {codes ? <ShownCodes codes={codes} /> : null}
    </>
  )
}

type RemovePasskeyProps = Pick<PasskeysProps, 'remove'> & { passkey: PasskeyRow; isOnly: boolean }

function RemovePasskey({ passkey, isOnly, remove }: RemovePasskeyProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const confirmed = useConfirmed(remove)

  async function removeNow(): Promise<string | null> {
    const result = await confirmed({ passkeyId: passkey.id }).catch(
      () => ({ ok: false, fault: NO_ANSWER }) as const,
    )
    if (!result.ok) return result.fault.message
    toast.success(`${passkey.name} removed`)
    router.refresh()
    return null
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={setOpen}
      title={`Remove ${passkey.name}?`}
      description={`It signs in no more. ${
        isOnly
          ? 'It is your last passkey: without an app for codes, the password alone opens the account. '
          : ''
      }Remove it in your device’s own list, too.`}
      action="Remove passkey"
      onConfirm={removeNow}
      trigger={
        <Button size="sm" variant="quiet" aria-label={`Remove ${passkey.name}`}>
          Remove
        </Button>
      }
    />
  )
}
