'use client'

import { Monitor } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type ActionResult, NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { toast } from '#components/ui/toaster.tsx'

export type SessionView = {
  readonly id: string
  readonly browser: string
  /** What the browser calls itself. */
  readonly agent: string
  /** '' where it is not known. */
  readonly address: string
  readonly createdAt: Date
  readonly lastUsedAt: Date
  readonly isThis: boolean
}
type SessionsProps = {
  sessions: readonly SessionView[]
  revoke: (input: { sessionId: string }) => Promise<ActionResult<null>>
  revokeOthers: (input: Record<string, never>) => Promise<ActionResult<{ ended: number }>>
}

export function Sessions({ sessions, revoke, revokeOthers }: SessionsProps) {
  const router = useRouter()

  async function end<T>(work: Promise<ActionResult<T>>, said: (value: T) => string): Promise<string | null> {
    const result = await work.catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (!result.ok) return result.fault.message
    toast.success(said(result.value))
    router.refresh()
    return null
  }

  return (
    <div className="flex flex-col gap-4">
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-center gap-3 px-4 py-3">
            <Monitor aria-hidden className="size-4 shrink-0 text-ink-3 max-sm:hidden" />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="font-medium" title={session.agent}>
                  {session.browser}
                </span>
                {session.isThis ? <Badge>This session</Badge> : null}
              </p>
              <p className="text-13 text-ink-3">
                {session.address ? <span className="code text-12">{session.address}</span> : null}
                {session.address ? ' · ' : null}
                signed in <RelativeTime at={session.createdAt} /> · last used{' '}
                <RelativeTime at={session.lastUsedAt} />
              </p>
            </div>
            {session.isThis ? null : (
              <AlertDialog
                title={`End the session of ${session.browser}?`}
                description="Its next request is refused; whoever sits there signs in again."
                action="End session"
                onConfirm={() => end(revoke({ sessionId: session.id }), () => 'Session ended')}
                trigger={
                  <Button size="sm" variant="quiet" aria-label={`End the session of ${session.browser}`}>
                    End
                  </Button>
                }
              />
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 ? (
        <div>
          <AlertDialog
            title="End all other sessions?"
            description="Everywhere but here you are signed out at once."
            action="End all others"
            onConfirm={() =>
              end(revokeOthers({}), ({ ended }) => `${ended} ${ended === 1 ? 'session' : 'sessions'} ended`)
            }
            trigger={<Button>End all others</Button>}
          />
        </div>
      ) : null}
    </div>
  )
}
