// P3: an edit applies to every call that starts after its author was told that it is done. Edits of each
// kind in a loop, under load, and the history judged afterwards.
import { setTimeout as sleep } from 'node:timers/promises'
import { makeEdits } from './edits.ts'
import type { Random } from './random.ts'
import { type Result, resultOf } from './result.ts'
import type { Stage } from './stage.ts'
import { readyReplica } from './storm.ts'
import { judge, type Target, type Told } from './target.ts'

export type EditSizes = {
  /** Goes on until so many calls were made, and each edit so many times. */
  readonly calls: number
  readonly rounds: number
  readonly concurrency: number
  /** Calls of a target that must be answered between two changes of it. */
  readonly between: number
}

const CLAIM = 'An edit applies to every call that starts after its author saw "saved", on every replica.'

export async function provePolicyEdits(
  stage: Stage,
  sizes: EditSizes,
  random: Random,
  say: (line: string) => void,
): Promise<Result> {
  const edits = await makeEdits(stage)
  const told: Told[] = []
  const rounds = new Map<string, number>(edits.map(({ name }) => [name, 0]))
  let isOver = false
  const isDone = () =>
    isOver || (told.length >= sizes.calls && [...rounds.values()].every((n) => n >= sizes.rounds))
  const settled = async (target: Target) => {
    while (target.answered < sizes.between && !isOver) await sleep(5)
  }

  const load = async () => {
    while (!isDone()) {
      const targets = edits.flatMap((edit) => edit.targets()).filter(({ isHeld }) => !isHeld)
      if (targets.length === 0) await sleep(5)
      else told.push(await callOnce(stage, random.pick(targets), random))
    }
  }
  const editing = edits.map(async ({ name, round }) => {
    while (!isDone()) {
      await round(settled)
      const count = (rounds.get(name) ?? 0) + 1
      rounds.set(name, count)
      if (count % 50 === 0) say(`edits: ${told.length} calls, "${name}" ${count} times`)
    }
  })
  // Load that ended would leave the edits waiting for it, and the other way round.
  const loading = Array.from({ length: sizes.concurrency }, load)
  const ending = Promise.all(loading).then(() => {
    isOver = true
  })
  await Promise.all([ending, ...editing])

  const seen = new Set((await stage.upstream.journal()).map(({ call }) => call))
  const judged = judge(told, seen)
  const doubtful = told.filter(
    ({ kind }) => kind === 'unavailable' || kind === 'lost' || kind === 'unreachable',
  ).length
  return resultOf(
    'Edited under load',
    CLAIM,
    judged.refusable + judged.admissible,
    {
      'started after "saved", and admitted under the old state': judged.admittedAfterNo,
      'started after "saved", and refused under the old state': judged.refusedAfterYes,
    },
    {
      ...Object.fromEntries([...rounds].map(([name, count]) => [`rounds of: ${name}`, count])),
      'calls at once': sizes.concurrency,
      'calls made': told.length,
      'of which after an edit that forbids them': judged.refusable,
      'of which after an edit that allows them': judged.admissible,
      'without a decision (503)': doubtful,
    },
  )
}

async function callOnce(stage: Stage, target: Target, random: Random): Promise<Told> {
  const call = stage.next()
  target.underWay++
  const { origin } = await readyReplica(stage, random)
  const answer = await stage.client.call(origin, {
    ...target.asked,
    number: call,
    era: random.pick(['legacy', 'modern']),
  })
  target.underWay--
  target.answered++
  const { kind, startedAt, endedAt } = answer
  return { target, call, kind, startedAt, endedAt }
}
