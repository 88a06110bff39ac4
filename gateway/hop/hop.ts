// From any replica to the one that holds what lives in one process only: a connector's tunnel, the open
// stream of an old server. Who holds it is a lease in the database; the way there is a signed request.
// What is held here is reached without a network.
import {
  findLease,
  type Holding,
  isOpenCall,
  type Pool,
  releaseLease,
  renewLeases,
  sweepLeases,
  takeLease,
} from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import type { Log } from '#lib/log.ts'
import type { Sent, UpstreamRequest } from '#lib/upstream/index.ts'
import type { ClientExchange } from '../http.ts'
import { answerHop } from './answer.ts'
import { createAsker } from './ask.ts'
import { createSigner } from './sign.ts'
import type { Asked, Pass } from './wire.ts'

/** Carries out one request as a Streamable HTTP server would. */
export type Handler = (request: UpstreamRequest, pass: Pass) => Promise<Sent>
export type Hold = {
  /** Gives it back. Never fails: a lease that cannot be given back ends by itself. */
  release(): Promise<void>
}
export type Hop = {
  /** Where the other replicas reach this one; known once it listens. */
  setAddress(origin: string): void
  /**
   * Takes the lease, whoever had it, and answers for it from now on.
   * @param onLost called once when another holder has taken it, or its row is gone
   * @throws {Fault} store-unavailable
   */
  hold(holding: Holding, handler: Handler, onLost: () => void): Promise<Hold>
  /**
   * Sends one request to whichever replica holds it.
   * @throws {NotHeld} where none does: nothing was sent
   * @throws {Fault} store-unavailable, upstream-unreachable, and what the handler throws
   */
  to(holding: Holding, request: UpstreamRequest, pass: Pass): Promise<Sent>
  /** Answers another replica's request. */
  serve(exchange: ClientExchange): Promise<void>
  close(): Promise<void>
}

/** Nobody holds what was asked for. */
export class NotHeld extends Error {
  override readonly name = 'NotHeld'
}

type Held = Holding & { readonly holder: string; readonly handler: Handler; readonly onLost: () => void }

export type HopTimes = { readonly leaseMs: number; readonly renewMs: number }
const TIMES: HopTimes = { leaseMs: 15_000, renewMs: 2_000 }
const SWEEP_EVERY = 500

export function createHop(pool: Pool, secretKey: Buffer, log: Log, given: Partial<HopTimes> = {}): Hop {
  const times = { ...TIMES, ...given }
  const signer = createSigner(secretKey)
  const asker = createAsker(signer)
  const held = new Map<string, Held>()
  let address = ''
  let lastHold: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  let closed = false
  let renewals = 0

  function schedule(): void {
    if (timer || closed || held.size === 0) return
    timer = setTimeout(() => {
      timer = null
      void renew().finally(schedule)
    }, times.renewMs)
    timer.unref()
  }

  async function renew(): Promise<void> {
    const all = [...held.values()]
    try {
      const live = await renewLeases(pool, all, times.leaseMs)
      for (const each of all) if (!live.has(each.holder)) lose(each)
      renewals++
      if (renewals % SWEEP_EVERY === 0) await sweepLeases(pool)
    } catch (error) {
      // Without the store no call is admitted either; the lease may end, and is ours again afterwards.
      log.warn({ err: error }, 'leases could not be renewed')
    }
  }

  async function take(holding: Holding, handler: Handler, onLost: () => void): Promise<Hold> {
    const holder = await takeLease(pool, holding, address, times.leaseMs)
    for (const each of [...held.values()]) if (isSame(each, holding)) lose(each)
    held.set(holder, { ...holding, holder, handler, onLost })
    schedule()
    return {
      async release() {
        held.delete(holder)
        await releaseLease(pool, holding, holder).catch((error) => {
          log.warn({ err: error }, 'a lease could not be given back')
        })
      },
    }
  }

  function lose(each: Held): void {
    if (held.delete(each.holder)) each.onLost()
  }

  async function handle(holder: string, asked: Asked, signal: AbortSignal): Promise<Sent | null> {
    const here = held.get(holder)
    const { pass, request } = asked
    if (here?.kind !== asked.kind || here.id !== asked.id || here.organisationId !== asked.organisationId)
      return null
    if (pass.callId !== null) await assertAdmitted(asked.organisationId, pass, pass.callId)
    return here.handler({ ...request, signal }, pass)
  }

  async function assertAdmitted(organisationId: string, pass: Pass, id: string): Promise<void> {
    const call = { organisationId, id, serverId: pass.serverId, grantId: pass.grantId ?? '' }
    if (await isOpenCall(pool, call)) return
    throw new Fault('internal', 'This call was not admitted.', { data: { handedOver: false } })
  }

  async function find(holding: Holding) {
    try {
      return await findLease(pool, holding)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      throw new Fault(error.code, error.message, { data: { handedOver: false }, cause: error.cause })
    }
  }

  return {
    setAddress: (origin) => {
      address = origin
    },
    hold(holding, handler, onLost) {
      // One after another: the last to ask is then the last in the database, too.
      const own = lastHold.then(() => take(holding, handler, onLost))
      lastHold = own.catch(() => {})
      return own
    },
    async to(holding, request, pass) {
      const lease = await find(holding)
      if (!lease) throw new NotHeld(`nobody holds ${holding.kind} ${holding.id}`)
      const here = held.get(lease.holder)
      if (here) return here.handler(request, pass)
      const asked = { kind: holding.kind, organisationId: holding.organisationId, id: holding.id, pass }
      const sent = await asker.ask(lease, asked, request)
      if (!sent) throw new NotHeld(`${lease.address} does not hold ${holding.kind} ${holding.id} any more`)
      return sent
    },
    serve: (exchange) => answerHop(exchange, signer, handle),
    async close() {
      closed = true
      if (timer) clearTimeout(timer)
      await asker.close()
    },
  }
}

function isSame(a: Holding, b: Holding): boolean {
  return a.kind === b.kind && a.id === b.id && a.organisationId === b.organisationId
}
