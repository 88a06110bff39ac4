// How far clients come, and what keeps them out: for whoever connects one and looks at /connect. A hint, told
// a moment after; nothing waits for it, and nothing fails by it. Calls have a record of their own.
import { type Attempt, type Pool, recordAttempts } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import { organisationOf } from '#lib/id.ts'
import type { Log } from '#lib/log.ts'
import { readToken } from '#lib/token.ts'
import type { Exchange } from '../http.ts'
import type { Sealer } from '../seal.ts'
import type { Grounds } from '../steps/authenticate-grant.ts'
import type { Asked } from '../steps/read-asked.ts'
import { clientOfMessage, clientOfRequest } from './client-of.ts'
import { problemOf, tokenInHeader, tokenInUrl } from './problem-of.ts'

export type Attempts = {
  /** A message of a known grant was answered: notes its first steps, and looks at nothing else. */
  served(exchange: Exchange, asked: Asked, grounds: Grounds, sealer: Sealer): void
  /** The server of an exchange did not answer as it should: what is served then is not its answer. */
  troubled(exchange: Exchange): void
  /** A request was refused with a fault. @param path as it came; it may hold a token, which is never kept */
  failed(exchange: Exchange, path: string, error: unknown): void
  /** A request for the dashboard, which may be a client's that has the wrong address. */
  strayed(exchange: Exchange, path: string): void
  /** Writes what waits, and stops. */
  stop(): Promise<void>
}
type Seen = Omit<Attempt, 'times'>

const WRITE_MS = 300
/** What one write holds: of everybody, and of one organisation. What comes beyond is let go. */
const MAX_WAITING = 400
const MAX_WAITING_EACH = 25
const SERVER = /srv_[0-9a-z]{28}/

export function createAttempts(pool: Pool, log: Log): Attempts {
  let waiting = new Map<string, Seen & { times: number }>()
  let each = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null
  let underWay: Promise<void> = Promise.resolve()
  let isStopped = false
  const troubled = new WeakSet<Exchange>()

  function note(seen: Seen): void {
    const key = JSON.stringify(Object.values(seen))
    const known = waiting.get(key)
    if (known) {
      known.times += 1
      return
    }
    const own = each.get(seen.organisationId) ?? 0
    if (isStopped || waiting.size >= MAX_WAITING || own >= MAX_WAITING_EACH) return
    each.set(seen.organisationId, own + 1)
    waiting.set(key, { ...seen, times: 1 })
    timer ??= setTimeout(write, WRITE_MS)
  }

  function write(): void {
    timer = null
    const attempts = [...waiting.values()]
    waiting = new Map()
    each = new Map()
    if (attempts.length === 0) return
    underWay = underWay
      .then(() => recordAttempts(pool, attempts))
      .catch((error) => log.warn({ err: error }, 'what clients tried could not be noted; nothing else fails'))
  }

  /** Whose a refused request is, by what it says itself; the store believes none of it. */
  function noteProblem(exchange: Exchange, path: string, code: string): void {
    const shown = tokenInUrl(path) ?? tokenInHeader(exchange)
    const token = shown === null ? null : readToken(shown)
    const serverId = SERVER.exec(path)?.[0] ?? ''
    const digest = token?.kind === 'pcg' ? token.digest : ''
    const organisationId = organisationOf('srv', serverId) ?? (digest === '' ? null : token?.organisationId)
    if (organisationId)
      note({ organisationId, serverId, digest, stage: 'refused', code, client: clientOfRequest(exchange) })
  }

  return {
    served(exchange, asked, grounds, sealer) {
      const stage = stageOf(asked)
      if (stage === null || exchange.isGone || exchange.response.statusCode >= 400) return
      const { organisationId, tokenDigest: digest, server } = grounds.facts
      const client = clientOfMessage(exchange, asked, grounds, sealer)
      const what = troubled.has(exchange)
        ? ({ stage: 'refused', code: 'server-away' } as const)
        : { stage, code: '' }
      note({ organisationId, serverId: server.id, digest, ...what, client })
    },
    troubled: (exchange) => void troubled.add(exchange),
    failed(exchange, path, error) {
      if (!(error instanceof Fault)) return
      const code = problemOf(exchange, path, error)
      if (code !== null) noteProblem(exchange, path, code)
    },
    strayed(exchange, path) {
      const { method, headers } = exchange.request
      const isClient =
        headers.authorization?.includes('pcg_') === true ||
        (method === 'POST' && headers.accept?.includes('text/event-stream') === true && SERVER.test(path))
      if (isClient) noteProblem(exchange, path, 'wrong-path')
    },
    async stop() {
      isStopped = true
      if (timer) clearTimeout(timer)
      write()
      await underWay
    },
  }
}

function stageOf(asked: Asked): 'connected' | 'listed' | null {
  if (asked.kind === 'refused' || asked.message.kind !== 'request') return null
  switch (asked.message.method) {
    case 'initialize':
    case 'server/discover':
      return 'connected'
    case 'tools/list':
      return 'listed'
    default:
      return null
  }
}
