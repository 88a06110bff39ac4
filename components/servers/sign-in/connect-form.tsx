'use client'

import { ExternalLink } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { ActionResult, FaultView } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Form } from '#components/ui/form.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { type ClientDraft, ClientFields } from './client-fields.tsx'

export type SignInMode = 'server' | 'user'
export type SignInChoice = { mode?: SignInMode; client?: ClientDraft }
export type BeginSignIn = (choice: SignInChoice) => Promise<ActionResult<{ url: string }>>

type ConnectFormProps = {
  begin: BeginSignIn
  /** The verb on the button, such as “Connect”. */
  label: string
  /** Who signs in to begin with; absent where that is settled and the member only connects. */
  mode?: SignInMode
  /** Where a client that was registered by hand has to send people back to, where that is known beforehand. */
  redirectUri?: string
  variant?: 'primary' | 'secondary'
}

const WORDS: Record<SignInMode, string> = {
  server: 'Every call is made with the account that you sign in with now, whoever’s grant it is.',
  user: 'A call is made with the account of whoever made its grant. Each person connects theirs; nobody’s stands in for another’s.',
}

/** Says who signs in, and sends the browser there. */
export function ConnectForm({ begin, label, mode, redirectUri, variant = 'primary' }: ConnectFormProps) {
  const [chosen, setChosen] = useState<SignInMode | undefined>(mode)
  const [client, setClient] = useState<ClientDraft | null>(null)
  const [isLeaving, setLeaving] = useState(false)
  const { run, pending, fault } = useAction(begin)
  const needed = neededClient(fault)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await run({
      ...(chosen && { mode: chosen }),
      ...(client && client.id.trim() !== '' && { client }),
    })
    if (result?.ok && isWebAddress(result.value.url)) {
      setLeaving(true)
      window.location.assign(result.value.url)
    } else if (result && !result.ok && neededClient(result.fault)) setClient(client ?? { id: '', secret: '' })
  }

  return (
    <Form onSubmit={submit} className="flex flex-col gap-4" noValidate>
      {chosen ? (
        <div className="flex flex-col gap-2">
          <Segmented<SignInMode>
            label="Whose account is used"
            className="self-start"
            value={chosen}
            onValueChange={setChosen}
            options={[
              { value: 'server', label: 'One for everybody' },
              { value: 'user', label: 'Each person’s own' },
            ]}
          />
          <p className="text-13 text-ink-2">{WORDS[chosen]}</p>
        </div>
      ) : null}
      {client ? (
        <ClientFields
          client={client}
          onChange={setClient}
          redirectUri={needed ?? redirectUri ?? null}
          disabled={pending || isLeaving}
        />
      ) : null}
      <FaultProblem fault={fault} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant={variant} pending={pending || isLeaving}>
          {pending || isLeaving ? null : <ExternalLink aria-hidden />}
          {label}
        </Button>
        {chosen && redirectUri && !client ? (
          <Button variant="quiet" onClick={() => setClient({ id: '', secret: '' })}>
            Use a client id of your own
          </Button>
        ) : null}
      </div>
    </Form>
  )
}

/** Where a client registered by hand sends people back to, if the server takes no other. */
function neededClient(fault: FaultView | null): string | null {
  const uri = fault?.data?.needsClient === true ? fault.data.redirectUri : null
  return typeof uri === 'string' ? uri : null
}

// The server has checked it: this is the last place where anything else would be followed.
function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}
