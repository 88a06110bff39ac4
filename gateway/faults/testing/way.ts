// Which await of one request fails, and how. A request that names a run is followed through everything
// that it awaits; all others pass untouched.
import { AsyncLocalStorage } from 'node:async_hooks'
import { Server } from 'node:http'

/** How a statement of the store fails. `lost` and `slow`: it was carried out, and its answer never came. */
export const STORE_FAULTS = ['refused', 'cut off', 'lost', 'slow', 'no rows', 'strange rows'] as const
export type StoreFault = (typeof STORE_FAULTS)[number]

/** `before`: its work was never done · `after`: it was, and whoever waited does not hear of it. */
export type When = 'before' | 'after' | StoreFault
export type Run = {
  readonly when: When
  /** Which await, or statement, fails, from 0. */
  readonly nth: number
  /** How many it has come to. */
  count: number
  /** Where it failed: file and line; null where it never came so far. */
  hit: string | null
  /** Its message has been answered: what goes on of it, such as a timer it began, is everybody's. */
  isOver: boolean
}

/** The header by which a test's client names its run. No server is sent it. */
export const RUN_HEADER = 'x-fault-run'

const runs = new Map<string, Run>()
const current = new AsyncLocalStorage<Run>()

/** Prepares a run. @returns its name, for the header */
export function prepare(when: When, nth: number): { name: string; run: Run } {
  const run = { when, nth, count: 0, hit: null, isOver: false }
  const name = `run-${runs.size}`
  runs.set(name, run)
  return { name, run }
}

export function before(site: string): void {
  reach('before', site)
}

export function after<Value>(site: string, value: Value): Value {
  reach('after', site)
  return value
}

/** The fault that a statement meets here, or null. */
export function ofStore(statement: string): StoreFault | null {
  const run = current.getStore()
  if (!run || run.isOver || run.when === 'before' || run.when === 'after' || run.count++ !== run.nth)
    return null
  run.hit = statement
  return run.when
}

function reach(when: When, site: string): void {
  const run = current.getStore()
  if (run?.when !== when || run.isOver || run.count++ !== run.nth) return
  run.hit = site
  throw new Error(`Injected ${when} the await at ${site}`)
}

// Where a request enters this process is the one place from which all that it awaits can be told.
const emit = Server.prototype.emit
Server.prototype.emit = function (this: Server, event: string | symbol, ...values: unknown[]): boolean {
  const name =
    event === 'request' ? (values[0] as { headers: Record<string, unknown> }).headers[RUN_HEADER] : undefined
  const run = typeof name === 'string' ? runs.get(name) : undefined
  const go = () => Reflect.apply(emit, this, [event, ...values]) as boolean
  return run ? current.run(run, go) : go()
}
