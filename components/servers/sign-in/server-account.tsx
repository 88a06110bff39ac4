'use client'

import { useRouter } from 'next/navigation'
import { type ActionResult, NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { Section } from '#components/ui/section.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { type AccountData, AccountState } from './account-state.tsx'
import { ConnectForm, type SignInChoice, type SignInMode } from './connect-form.tsx'
import { People } from './people.tsx'

export type SignInData = {
  mode: SignInMode
  host: string
  clientKind: 'document' | 'registered' | 'manual'
  redirectUri: string
  account: AccountData | null
  people: readonly AccountData[]
  reader: string | null
}
type Start = (input: { serverId: string } & SignInChoice) => Promise<ActionResult<{ url: string }>>
type Act = (input: { serverId: string }) => Promise<ActionResult<null>>

type ServerAccountProps = {
  server: { id: string; name: string }
  /** null where it is not signed in to. */
  signIn: SignInData | null
  isAdmin: boolean
  start: Start
  disconnect: Act
  stop: Act
}

const CLIENTS = {
  document: 'Portcullis is known there by a document of its own.',
  registered: 'Portcullis registered itself there.',
  manual: 'Portcullis was registered there by hand.',
}

/** How a server is signed in to: the member's own access, and for admins the way. */
export function ServerAccount({ server, signIn, isAdmin, start, disconnect, stop }: ServerAccountProps) {
  const begin = (choice: SignInChoice) => start({ serverId: server.id, ...choice })
  if (!signIn)
    return (
      <Section
        title="Sign in"
        description="For a server that asks people to sign in (OAuth): no key has to be copied, and what it gives is renewed by itself."
      >
        <ConnectForm begin={begin} label="Connect" mode="server" />
      </Section>
    )
  const isShared = signIn.mode === 'server'
  return (
    <div>
      <Section
        title={isShared ? 'Everybody’s account' : 'Your account'}
        description={
          isShared
            ? 'Every call to this server is made with it.'
            : 'Calls with grants that you made are made with it, and no others.'
        }
      >
        <AccountState
          account={signIn.account}
          host={signIn.host}
          isShared={isShared}
          begin={isShared && !isAdmin ? null : begin}
          disconnect={() => disconnect({ serverId: server.id })}
        />
      </Section>
      {isAdmin ? (
        <>
          {isShared ? null : (
            <Section
              title="People"
              description="Who has connected an account. Each is used for its person alone."
            >
              <People people={signIn.people} />
            </Section>
          )}
          <Section
            title="How it is signed in to"
            description={
              <>
                <p>{CLIENTS[signIn.clientKind]}</p>
                <p className="mt-2">
                  Its tools are read with{' '}
                  {isShared
                    ? 'this account'
                    : signIn.reader
                      ? `the account of ${signIn.reader}`
                      : 'nobody’s account'}
                  .
                </p>
              </>
            }
          >
            <ConnectForm
              key={signIn.mode}
              begin={begin}
              label="Set up again"
              mode={signIn.mode}
              redirectUri={signIn.redirectUri}
              variant="secondary"
            />
          </Section>
          <Section
            title="Stop signing in"
            description="Everybody’s access is deleted, and the server is reached with its headers alone."
          >
            <Stop server={server} stop={stop} />
          </Section>
        </>
      ) : null}
    </div>
  )
}

function Stop({ server, stop }: Pick<ServerAccountProps, 'server' | 'stop'>) {
  const router = useRouter()
  async function now(): Promise<string | null> {
    const result = await stop({ serverId: server.id }).catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (!result.ok) return result.fault.message
    toast.success('Not signed in to any more')
    router.refresh()
    return null
  }
  return (
    <AlertDialog
      title={`Stop signing in to ${server.name}?`}
      description="The access of everybody is deleted here and taken back where it was given. Calls fail if the server asks for it."
      action="Stop signing in"
      onConfirm={now}
      trigger={<Button>Stop signing in</Button>}
    />
  )
}
