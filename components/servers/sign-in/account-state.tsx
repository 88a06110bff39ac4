'use client'

import { CircleCheck, KeyRound } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type ActionResult, NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { type BeginSignIn, ConnectForm } from './connect-form.tsx'

export type AccountData = {
  email: string | null
  connectedBy: string
  connectedAt: Date
  renewedAt: Date | null
  isBroken: boolean
  message: string
}

type AccountStateProps = {
  account: AccountData | null
  /** The authorization server. */
  host: string
  isShared: boolean
  /** null where the member may not: it is everybody's, and they are no admin. */
  begin: BeginSignIn | null
  disconnect: () => Promise<ActionResult<null>>
}

/** The account that this member's calls are made with, and what can be done about it. */
export function AccountState({ account, host, isShared, begin, disconnect }: AccountStateProps) {
  return (
    <div className="flex flex-col gap-4">
      {account ? (
        <Connected account={account} isShared={isShared} host={host} />
      ) : (
        <p className="flex items-center gap-2 text-14 text-ink-2">
          <KeyRound aria-hidden className="size-4 shrink-0 text-ink-3" />
          {isShared
            ? 'No account is connected, so calls to this server fail.'
            : 'You have not connected your account: calls with your grants fail until you do.'}
        </p>
      )}
      {begin ? (
        <div className="flex flex-wrap items-start gap-2">
          <ConnectForm
            begin={begin}
            label={account ? 'Connect again' : `Connect at ${host}`}
            variant={account && !account.isBroken ? 'secondary' : 'primary'}
          />
          {account ? <Disconnect isShared={isShared} host={host} disconnect={disconnect} /> : null}
        </div>
      ) : (
        <p className="text-13 text-ink-2">Only an admin can connect it.</p>
      )}
    </div>
  )
}

function Connected({ account, isShared, host }: { account: AccountData; isShared: boolean; host: string }) {
  if (account.isBroken) return <Problem title="It has to be connected again">{account.message}</Problem>
  return (
    <div className="flex flex-col gap-1.5">
      <Badge icon={<CircleCheck aria-hidden />} className="self-start">
        Connected
      </Badge>
      <p className="text-14 text-ink-2">
        At <span className="code break-all text-13">{host}</span>,{' '}
        {isShared ? `by ${account.connectedBy}, ` : ''}
        <RelativeTime at={account.connectedAt} />
        {account.renewedAt ? (
          <>
            ; renewed <RelativeTime at={account.renewedAt} />
          </>
        ) : null}
        .
      </p>
    </div>
  )
}

function Disconnect({
  isShared,
  host,
  disconnect,
}: Pick<AccountStateProps, 'isShared' | 'host' | 'disconnect'>) {
  const router = useRouter()
  async function now(): Promise<string | null> {
    const result = await disconnect().catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (!result.ok) return result.fault.message
    toast.success('Disconnected')
    router.refresh()
    return null
  }
  return (
    <AlertDialog
      title="Disconnect this account?"
      description={
        isShared
          ? `The next call to this server fails, whoever’s grant it is. ${host} is asked to take its access back. You can connect again at any time.`
          : `The next call with a grant of yours fails. ${host} is asked to take its access back. You can connect again at any time.`
      }
      action="Disconnect"
      onConfirm={now}
      trigger={<Button variant="quiet">Disconnect</Button>}
    />
  )
}
