import { RelativeTime } from '#components/ui/relative-time.tsx'
import type { AccountData } from './account-state.tsx'

/** Who has connected an account of their own; of the accounts nothing is known but that. */
export function People({ people }: { people: readonly AccountData[] }) {
  if (people.length === 0) return <p className="text-14 text-ink-2">Nobody has connected an account yet.</p>
  return (
    <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
      {people.map((account) => (
        <li
          key={account.email ?? account.connectedBy}
          className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-3 py-2.5 text-14"
        >
          <span className="min-w-0 break-all">{account.email ?? 'Somebody who has left'}</span>
          <span className="text-13 text-ink-2" title={account.message || undefined}>
            {account.isBroken ? (
              'Has to connect again'
            ) : (
              <>
                Connected <RelativeTime at={account.connectedAt} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
