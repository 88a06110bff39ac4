'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { rememberToken } from '#components/connect/fresh-token.ts'
import { type ActionResult, NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { TokenReveal } from './token-reveal.tsx'

type GrantActionsProps = {
  grant: { id: string; label: string }
  rotate: (input: { grantId: string }) => Promise<ActionResult<{ token: string }>>
  revoke: (input: { grantId: string }) => Promise<ActionResult<null>>
  /** Told the new token, so that the snippets on the page can hold it while it is known. */
  onToken: (token: string) => void
}

export function GrantActions({ grant, rotate, revoke, onToken }: GrantActionsProps) {
  const router = useRouter()
  const [token, setToken] = useState<string | null>(null)

  async function rotateNow(): Promise<string | null> {
    const result = await rotate({ grantId: grant.id }).catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (!result.ok) return result.fault.message
    setToken(result.value.token)
    rememberToken(grant.id, result.value.token)
    onToken(result.value.token)
    router.refresh()
    return null
  }

  async function revokeNow(): Promise<string | null> {
    const result = await revoke({ grantId: grant.id }).catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (!result.ok) return result.fault.message
    toast.success(`${grant.label} revoked`)
    router.refresh()
    return null
  }

  return (
    <div className="flex flex-col gap-6">
      {token === null ? null : <TokenReveal token={token} title="The new token" />}
      <Row
        title="Rotate the token"
        text="The old one stops working at once. Limits and history stay as they are."
      >
        <AlertDialog
          title="Rotate the token?"
          description="The old token is refused from the next call on. Every client that uses it needs the new one."
          action="Rotate token"
          onConfirm={rotateNow}
          trigger={<Button>Rotate token</Button>}
        />
      </Row>
      <Row title="Revoke the grant" text="Its very next call is refused. This cannot be undone.">
        <AlertDialog
          title={`Revoke ${grant.label}?`}
          description="Every client that uses it is refused from the next call on. Its calls stay in the activity."
          action="Revoke grant"
          typeToConfirm={grant.label}
          onConfirm={revokeNow}
          trigger={<Button>Revoke grant</Button>}
        />
      </Row>
    </div>
  )
}

function Row({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <div className="min-w-0">
        <h3 className="font-medium">{title}</h3>
        <p className="text-13 text-ink-2">{text}</p>
      </div>
      {children}
    </div>
  )
}
