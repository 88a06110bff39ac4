// One thing that may be called or not, and the history of which it was: every change has an instant at
// which it began and one at which its author was told that it is done.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Call, Kind } from './client.ts'

/** What a client asks of it; the number and the era are the load's. */
export type Asked = Pick<Call, 'serverId' | 'token' | 'tool'>
/** From the instant when the author was told, to the one when the next change began. */
export type Phase = { readonly allowed: boolean; readonly from: number; until: number }
export type Target = {
  readonly edit: string
  readonly asked: Asked
  readonly phases: Phase[]
  /** Calls of it that are under way. */
  underWay: number
  /** How many were answered since the newest phase began. */
  answered: number
  /** No new calls of it: what it refused must all be over before it is allowed again. */
  isHeld: boolean
}
/** One call of a target, as the client saw it. */
export type Told = {
  readonly target: Target
  readonly call: number
  readonly kind: Kind
  readonly startedAt: number
  readonly endedAt: number
}
export type Judged = {
  /** Calls that started after the author was told no, all of them. */
  readonly refusable: number
  readonly admittedAfterNo: number
  /** Calls that started after the author was told yes, and ended before the next change began. */
  readonly admissible: number
  readonly refusedAfterYes: number
}

export function newTarget(edit: string, asked: Asked): Target {
  const first = { allowed: true, from: performance.now(), until: Number.POSITIVE_INFINITY }
  return { edit, asked, phases: [first], underWay: 0, answered: 0, isHeld: false }
}

/**
 * Makes a change and notes when it began and when its author was told.
 * @param work resolves when the product says that it is done
 */
export async function change(target: Target, allowed: boolean, work: () => Promise<unknown>): Promise<void> {
  const phase = target.phases.at(-1)
  if (allowed) {
    target.isHeld = true
    while (target.underWay > 0) await sleep(5)
  }
  if (phase) phase.until = performance.now()
  await work()
  target.phases.push({ allowed, from: performance.now(), until: Number.POSITIVE_INFINITY })
  target.answered = 0
  target.isHeld = false
}

const NO: readonly Kind[] = ['denied', 'unknown-tool', 'unauthorised', 'limit', 'failed']

/** @param seen the numbers of the calls that the upstream saw */
export function judge(told: readonly Told[], seen: ReadonlySet<number>): Judged {
  let refusable = 0
  let admittedAfterNo = 0
  let admissible = 0
  let refusedAfterYes = 0
  for (const { target, call, kind, startedAt, endedAt } of told) {
    const phase = target.phases.findLast(({ from }) => from < startedAt)
    if (!phase || startedAt >= phase.until) continue
    if (!phase.allowed) {
      refusable++
      if (kind === 'answered' || seen.has(call)) admittedAfterNo++
    } else if (endedAt < phase.until) {
      admissible++
      if (NO.includes(kind)) refusedAfterYes++
    }
  }
  return { refusable, admittedAfterNo, admissible, refusedAfterYes }
}
