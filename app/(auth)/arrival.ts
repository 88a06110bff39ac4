// What somebody brings along to the doors: where they were going, and a draft that they made without an account.
import { currentMember, localPath } from '#lib/auth/index.ts'
import { Fault } from '#lib/fault.ts'
import { getTrialSummary } from '#lib/trials/index.ts'
import { one, type SearchParams } from '../search-params.ts'

/** A draft that may still be claimed. */
export type TrialOffer = {
  readonly id: string
  readonly name: string
  readonly tools: number
  readonly url: string
}
export type Arrival = {
  /** A path of this site to go to afterwards. */
  readonly next: string
  /** The same door's neighbour, with all that was brought. */
  readonly hrefOf: (door: '/sign-in' | '/sign-in/second-step' | '/sign-up') => string
  readonly trial: TrialOffer | null
  readonly isIn: boolean
}

/** Reads `?next=` and `?trial=` of a door. What cannot be claimed any more is told by the page that claims. */
export async function readArrival(searchParams: SearchParams): Promise<Arrival> {
  const query = await searchParams
  const [wanted, trialId] = [one(query.next), one(query.trial)]
  const [member, trial] = await Promise.all([
    currentMember(),
    trialId === undefined ? null : offerOf(trialId),
  ])
  const next = trial === null ? localPath(wanted, '/overview') : `/claim/${encodeURIComponent(trial.id)}`
  const brought = new URLSearchParams()
  if (wanted) brought.set('next', localPath(wanted, '/overview'))
  if (trial) brought.set('trial', trial.id)
  const hrefOf = (door: string) => (brought.size === 0 ? door : `${door}?${brought}`)
  return { next, hrefOf, trial, isIn: member !== null }
}

async function offerOf(id: string): Promise<TrialOffer | null> {
  try {
    const { name, toolCount, url, claim } = await getTrialSummary(id)
    return claim === null ? { id, name, tools: toolCount, url } : null
  } catch (error) {
    if (error instanceof Fault && error.code === 'not-found') return null
    throw error
  }
}
