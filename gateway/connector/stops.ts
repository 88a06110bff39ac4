// The children of a grant that an emergency stop covers are ended where they run, whoever holds the tunnel: a program
// that does not heed a cancellation, or works on by itself, must not outlive the stop. The tunnel stays, so that
// clients begin again as soon as the stop is over.
import { findStops, type GrantOnServer, type Pool } from '#lib/data/admission/index.ts'
import type { Log } from '#lib/log.ts'
import { stopFault } from '../steps/decide-stopped.ts'
import type { Tunnel } from './tunnel.ts'

type Watched = { readonly organisationId: string; readonly serverId: string; readonly tunnel: Tunnel }
export type StopWatch = {
  /** Watches for as long as there are tunnels. */
  schedule(): void
}

/** @param tunnels those that this process holds now */
export function createStopWatch(
  pool: Pool,
  everyMs: number,
  log: Log,
  tunnels: () => readonly Watched[],
): StopWatch {
  let timer: NodeJS.Timeout | null = null

  function schedule(): void {
    if (timer || tunnels().length === 0) return
    timer = setTimeout(() => {
      void look().finally(() => {
        timer = null
        schedule()
      })
    }, everyMs)
    timer.unref()
  }

  async function look(): Promise<void> {
    const used: (GrantOnServer & Watched)[] = tunnels().flatMap((each) =>
      each.tunnel.grants.map((grantId) => ({ ...each, grantId })),
    )
    if (used.length === 0) return
    try {
      const stops = await findStops(pool, used)
      for (const [place, stop] of stops) {
        const each = used[place]
        each?.tunnel.endGrant(each.grantId, stopFault(stop))
      }
    } catch (error) {
      log.warn({ err: error }, 'it could not be read whether connectors are stopped')
    }
  }

  return { schedule }
}
