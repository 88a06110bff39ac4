import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { Notice } from '#components/ui/notice.tsx'
import { redirectWords } from './redirect-words.ts'

export type ConsentView = {
  readonly client: { readonly name: string; readonly host: string | null; readonly redirectTo: string }
  readonly server: { readonly id: string; readonly name: string }
  readonly organisation: string
  readonly policies: readonly {
    readonly id: string
    readonly name: string
    readonly version: number | null
  }[]
  readonly mayAllow: boolean
}

/** Who asks, for what, and where the answer goes: what a person can judge before they allow it. */
export function ConsentFacts({ consent }: { consent: ConsentView }) {
  const { client, server, organisation } = consent
  const rows = [
    ['Client', client.name],
    ['Server', `${server.name}, of ${organisation}`],
    ['Answer goes to', redirectWords(client.redirectTo)],
  ] as const
  return (
    <div className="flex flex-col gap-3">
      <dl className="divide-y divide-line rounded-md border border-line bg-surface">
        {rows.map(([name, value]) => (
          <div key={name} className="flex flex-wrap justify-between gap-x-4 gap-y-0.5 px-3 py-2">
            <dt className="text-13 text-ink-2">{name}</dt>
            <dd className="min-w-0 break-words text-13">{value}</dd>
          </div>
        ))}
      </dl>
      {client.host === null ? (
        <Notice icon={<ShieldAlert />}>
          This is what the client calls itself; nobody vouches for it. Allow it only if you have just begun
          this in a client of yours.
        </Notice>
      ) : (
        <Notice icon={<ShieldCheck />}>
          Its name and where the answer goes are published by <span className="code">{client.host}</span>.
        </Notice>
      )}
    </div>
  )
}
