// From what a gateway saw of clients to how far they have come, and to what stands in their way.
import type { LiveAttempt } from '#lib/live/index.ts'

export type DoctorCall = { readonly at: string; readonly tool: string; readonly decision: string }
export type Step = {
  readonly kind: 'connected' | 'listed' | 'called'
  readonly isDone: boolean
  /** Of the latest time, ISO 8601; null where it is not done. */
  readonly at: string | null
  /** What the client calls itself; '' where that is not known. */
  readonly client: string
}
export type Diagnosis = {
  readonly steps: readonly [Step, Step, Step]
  /** What keeps a client out now; null where nothing does. */
  readonly problem: LiveAttempt | null
}

/** What clients that are fine do on their way in, too: a problem only where nobody comes in after it. */
const PROBES: readonly string[] = ['old-transport', 'oauth-attempted']
const PROBE_MS = 600_000

/**
 * @param attempts of one grant, or of nobody on its servers
 * @param calls of that grant, in any order; the newest must be among them
 */
export function diagnose(attempts: readonly LiveAttempt[], calls: readonly DoctorCall[]): Diagnosis {
  const connected = newest(attempts.filter(({ stage }) => stage === 'connected'))
  const listed = newest(attempts.filter(({ stage }) => stage === 'listed'))
  const last = calls.reduce<DoctorCall | null>(
    (latest, call) => (latest === null || call.at > latest.at ? call : latest),
    null,
  )
  // Who lists or calls has connected, whether or not it said so first: a stateless client does not.
  const way = connected ?? listed
  const successAt = [way?.lastAt, listed?.lastAt, last?.at].reduce<string>(
    (latest, at) => (at !== undefined && at > latest ? at : latest),
    '',
  )
  return {
    steps: [
      step('connected', way?.lastAt ?? last?.at ?? null, way?.client ?? ''),
      step('listed', listed?.lastAt ?? null, listed?.client ?? ''),
      step('called', last?.at ?? null, ''),
    ],
    problem: newest(attempts.filter((attempt) => isInTheWay(attempt, successAt))),
  }
}

function isInTheWay({ stage, code, lastAt }: LiveAttempt, successAt: string): boolean {
  if (stage !== 'refused') return false
  if (successAt === '') return true
  const patience = PROBES.includes(code) ? PROBE_MS : 0
  return Date.parse(lastAt) > Date.parse(successAt) + patience
}

function newest(attempts: readonly LiveAttempt[]): LiveAttempt | null {
  return attempts.reduce<LiveAttempt | null>(
    (latest, attempt) => (latest === null || attempt.lastAt > latest.lastAt ? attempt : latest),
    null,
  )
}

function step(kind: Step['kind'], at: string | null, client: string): Step {
  return { kind, isDone: at !== null, at, client }
}

/** What was told again takes the place of what was told before; newest first. */
export function mergeAttempts(known: readonly LiveAttempt[], told: readonly LiveAttempt[]): LiveAttempt[] {
  const byId = new Map(known.map((attempt) => [attempt.id, attempt]))
  for (const attempt of told) byId.set(attempt.id, attempt)
  return [...byId.values()].sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1))
}
