'use client'

import { useRouter } from 'next/navigation'
import type { ActionResult } from '#components/ui/action.ts'
import { NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { ConnectPanel } from './connect-panel.tsx'
import type { ConnectTarget } from './connect-target.ts'
import { Doctor } from './doctor.tsx'
import { rememberToken, useFreshToken } from './fresh-token.ts'
import { TryCall, type TryTool } from './try-call.tsx'
import type { DoctorStart } from './use-doctor.ts'

export type Rotate = (input: { grantId: string }) => Promise<ActionResult<{ token: string }>>

type ConnectWorkspaceProps = {
  grant: { id: string; label: string; urlEnabled: boolean }
  /** The grant's servers; the tools are those of the first. */
  targets: readonly ConnectTarget[]
  tools: readonly TryTool[]
  start: DoctorStart
  /** Null for who may not replace tokens, and then why. */
  rotate: Rotate | null
  obstacle: string | null
}

/** One grant's way from a token to the first judged call: what to paste on the left, what happens on the right. */
export function ConnectWorkspace({ grant, targets, tools, start, rotate, obstacle }: ConnectWorkspaceProps) {
  const token = useFreshToken(grant.id)
  const first = targets[0]
  return (
    <div className="grid items-start gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_21rem]">
      <div className="flex min-w-0 flex-col gap-8">
        {token === null ? (
          <TokenGone grant={grant} rotate={rotate} obstacle={obstacle} />
        ) : (
          <section aria-label="Token" className="flex flex-col gap-2">
            <CodeBlock label="Token" code={token} copyLabel="Copy token" wrap />
            <p className="text-13 text-ink-3">
              It stands in what you copy below. Only its digest is kept: once this tab is closed it cannot be
              shown again; it can be replaced.
            </p>
          </section>
        )}
        <ConnectPanel targets={targets} token={token} urlEnabled={grant.urlEnabled} />
        {token !== null && first ? <TryCall target={first} token={token} tools={tools} /> : null}
      </div>
      <div className="rounded-md border border-line bg-surface p-4 lg:sticky lg:top-6">
        <Doctor
          key={grant.id}
          grantId={grant.id}
          serverIds={targets.map((target) => target.id)}
          start={start}
        />
      </div>
    </div>
  )
}

type TokenGoneProps = { grant: { id: string; label: string }; rotate: Rotate | null; obstacle: string | null }

function TokenGone({ grant, rotate, obstacle }: TokenGoneProps) {
  const router = useRouter()

  async function replace(): Promise<string | null> {
    const result = await rotate?.({ grantId: grant.id }).catch(
      () => ({ ok: false, fault: NO_ANSWER }) as const,
    )
    if (!result?.ok) return (result?.fault ?? NO_ANSWER).message
    rememberToken(grant.id, result.value.token)
    router.refresh()
    return null
  }

  return (
    <Notice title="The token was shown once, when it was made">
      <p>Put it where YOUR_GRANT_TOKEN stands. If it is not at hand any more, replace it.</p>
      {rotate === null ? (
        <p className="mt-1">{obstacle}</p>
      ) : (
        <div className="mt-2">
          <AlertDialog
            title="Replace the token?"
            description={`Every client that uses the old token of ${grant.label} is refused from its next call on, until it has the new one.`}
            action="Replace token"
            onConfirm={replace}
            trigger={<Button size="sm">Replace the token</Button>}
          />
        </div>
      )}
    </Notice>
  )
}
