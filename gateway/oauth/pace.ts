// How often one address may ask in an hour, in this process. Nobody has signed in yet who does: what each request leaves
// behind is small, but written to the database.
import { Fault } from '#lib/fault.ts'

export type Pace<Name extends string> = {
  /** Counts one. @throws {Fault} too-many-attempts */
  take(name: Name, address: string): void
}

const HOUR_MS = 3_600_000
const MOST_ADDRESSES = 50_000

export function createPace<Name extends string>(
  most: Readonly<Record<Name, number>>,
  now: () => number = () => performance.now(),
): Pace<Name> {
  let since = now()
  const counts = new Map<string, number>()
  return {
    take(name, address) {
      // All begin anew together: twice the number within an hour at worst.
      if (now() - since > HOUR_MS || counts.size >= MOST_ADDRESSES) {
        counts.clear()
        since = now()
      }
      const key = `${name} ${address}`
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      if (count > most[name])
        throw new Fault('too-many-attempts', 'Too many requests from this address. Try again in an hour.')
    },
  }
}
