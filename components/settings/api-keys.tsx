'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type ActionResult, NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { toast } from '#components/ui/toaster.tsx'
import type { Permission, Role } from '#lib/roles/index.ts'
import { type CreateKey, NewApiKey } from './new-api-key.tsx'

export type ApiKeyRow = {
  readonly id: string
  readonly name: string
  readonly tokenEnd: string
  readonly createdBy: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  readonly scopes: readonly Permission[] | null
  readonly expiresAt: Date | null
}
type Revoke = (input: { keyId: string }) => Promise<ActionResult<null>>
type ApiKeysProps = {
  /** Live keys: one's own, or those of everybody. */
  keys: readonly ApiKeyRow[]
  /** Of who looks: a key may be given what that may. */
  role: Role
  create: CreateKey
  revoke: Revoke
}

export function ApiKeys({ keys, role, create, revoke }: ApiKeysProps) {
  return (
    <div className="flex flex-col gap-4">
      <NewApiKey role={role} create={create} />
      {keys.length === 0 ? (
        <p className="text-14 text-ink-2">No keys yet.</p>
      ) : (
        <Table caption="API keys">
          <TableHead>
            <tr>
              <HeadCell>Key</HeadCell>
              <HeadCell className="max-sm:hidden">Acts as</HeadCell>
              <HeadCell className="max-sm:hidden">May do</HeadCell>
              <HeadCell className="max-md:hidden">Last used</HeadCell>
              <HeadCell>
                <span className="sr-only">Revoke</span>
              </HeadCell>
            </tr>
          </TableHead>
          <TableBody>
            {keys.map((key) => (
              <TableRow key={key.id}>
                <Cell className="max-w-48">
                  <p className="truncate font-medium" title={key.name}>
                    {key.name}
                  </p>
                  <p className="text-12 text-ink-3">
                    <span className="code">…{key.tokenEnd}</span> · made <RelativeTime at={key.createdAt} />
                    {key.expiresAt ? (
                      <>
                        {' '}
                        · ends <RelativeTime at={key.expiresAt} />
                      </>
                    ) : null}
                  </p>
                </Cell>
                <Cell className="max-w-48 truncate text-13 text-ink-2 max-sm:hidden">{key.createdBy}</Cell>
                <Cell className="text-13 text-ink-2 max-sm:hidden" title={key.scopes?.join(', ')}>
                  {scopesText(key.scopes)}
                </Cell>
                <Cell className="whitespace-nowrap text-13 text-ink-2 max-md:hidden">
                  {key.lastUsedAt ? (
                    <RelativeTime at={key.lastUsedAt} />
                  ) : (
                    <span className="text-ink-3">Never</span>
                  )}
                </Cell>
                <Cell className="text-right">
                  <RevokeKey apiKey={key} revoke={revoke} />
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </div>
  )
}

function scopesText(scopes: readonly Permission[] | null): string {
  if (scopes === null) return 'All its person may'
  if (scopes.length === 1) return scopes.join('')
  return scopes.every((scope) => scope.endsWith('.read')) ? 'Reading' : `${scopes.length} things`
}

function RevokeKey({ apiKey, revoke }: { apiKey: ApiKeyRow; revoke: Revoke }) {
  const router = useRouter()
  const [open, setOpen] = useState(false)

  async function revokeNow(): Promise<string | null> {
    const result = await revoke({ keyId: apiKey.id }).catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (!result.ok) return result.fault.message
    toast.success(`${apiKey.name} revoked`)
    router.refresh()
    return null
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={setOpen}
      title={`Revoke ${apiKey.name}?`}
      description="The next request with it is refused. This cannot be undone."
      action="Revoke key"
      onConfirm={revokeNow}
      trigger={
        <Button size="sm" variant="quiet" aria-label={`Revoke ${apiKey.name}`}>
          Revoke
        </Button>
      }
    />
  )
}
