'use client'

import { useRouter } from 'next/navigation'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'

type Provider = {
  readonly id: string
  readonly name: string
  readonly isConnected: boolean
  /** Set up on this installation. */
  readonly isOffered: boolean
}
type Connect = (input: { provider: string }) => Promise<ActionResult<{ url: string }>>
type Disconnect = (input: { provider: string }) => Promise<ActionResult<null>>
type ProvidersProps = { providers: readonly Provider[]; connect: Connect; disconnect: Disconnect }

export function Providers({ providers, connect, disconnect }: ProvidersProps) {
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-surface">
      {providers.map((provider) => (
        <ProviderLine key={provider.id} provider={provider} connect={connect} disconnect={disconnect} />
      ))}
    </ul>
  )
}

function ProviderLine({
  provider: { id, name, isConnected, isOffered },
  connect,
  disconnect,
}: Omit<ProvidersProps, 'providers'> & { provider: Provider }) {
  const router = useRouter()
  const going = useAction(connect)
  const ending = useAction(disconnect)

  async function press() {
    if (!isConnected) {
      const result = await going.run({ provider: id })
      if (result?.ok) window.location.assign(result.value.url)
      return
    }
    const result = await ending.run({ provider: id })
    if (!result?.ok) return
    toast.success(`${name} disconnected`)
    router.refresh()
  }

  return (
    <li className="flex flex-col gap-3 px-4 py-3">
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <p className="font-medium">{name}</p>
          <p className="text-13 text-ink-3">
            {isConnected
              ? isOffered
                ? 'Connected'
                : 'Connected, but turned off on this installation'
              : 'Not connected'}
          </p>
        </div>
        <Button
          size="sm"
          variant={isConnected ? 'quiet' : undefined}
          pending={going.pending || ending.pending}
          onClick={press}
          aria-label={`${isConnected ? 'Disconnect' : 'Connect'} ${name}`}
        >
          {isConnected ? 'Disconnect' : 'Connect'}
        </Button>
      </div>
      <FaultProblem fault={going.fault ?? ending.fault} />
    </li>
  )
}
