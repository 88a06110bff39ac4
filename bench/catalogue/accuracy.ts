// How right the classifier is, on what lies beside the tree and on the invented tools in it.
import { classify } from '#lib/catalogue/index.ts'
import { grouped } from '#lib/catalogue/testing/grouped.ts'
import { INVENTED } from '#lib/catalogue/testing/invented.ts'
import { INVENTED_LATER } from '#lib/catalogue/testing/invented-later.ts'
import { classifyServers, judgeLabels, readRealServers } from '#lib/catalogue/testing/real-tools.ts'
import { toolsOf } from '#lib/catalogue/testing/tools-of.ts'

/** One set of labelled tools. `belittled`: those that destroy or pay and were called a reading. */
export type SetAccuracy = {
  readonly set: string
  readonly right: number
  readonly of: number
  readonly belittled: number
  readonly byCategory: Readonly<Record<string, { readonly right: number; readonly of: number }>>
}
export type Accuracy = {
  /** The share of the reviewed labels that is right, 0 to 1. */
  readonly accuracy: number
  /** The share of all captured tools without a class. */
  readonly otherShare: number
  readonly sets: readonly SetAccuracy[]
  /** How many captured tools are of each class. */
  readonly captured: Readonly<Record<string, number>>
  /** Of one tool in microseconds: the fastest of several rounds over all captured tools. */
  readonly microsPerTool: number
}
type Pair = { readonly expected: string; readonly actual: string }

const ROUNDS = 8

/** Null where the labels and captures are not beside the tree. */
export function measureAccuracy(): Accuracy | null {
  const reviewed = judgeLabels('labels-reviewed.jsonl')
  const weak = judgeLabels('labels-weak.jsonl')
  const servers = readRealServers()
  if (!reviewed || !weak || !servers) return null
  const labelled = (all: typeof reviewed) =>
    all.map(({ expected, given }) => ({ expected, actual: given.category }))
  const first = accuracyOf('reviewed labels', labelled(reviewed))
  const classes = classifyServers(servers).map(({ given }) => given.category)
  const captured = countOf(classes)
  return {
    accuracy: first.right / first.of,
    otherShare: (captured.Other ?? 0) / classes.length,
    sets: [first, accuracyOf('labels by patterns', labelled(weak)), ...measureInvented()],
    captured,
    microsPerTool: fastest(() => classifyServers(servers)) / classes.length,
  }
}

/** On the invented tools, which are in the tree. */
export function measureInvented(): SetAccuracy[] {
  return Object.entries({ 'invented, first': INVENTED, 'invented, second': INVENTED_LATER }).map(
    ([name, tools]) =>
      accuracyOf(
        name,
        toolsOf(tools).map(({ category, ...tool }) => ({
          expected: category,
          actual: classify(tool).category,
        })),
      ),
  )
}

function accuracyOf(set: string, pairs: readonly Pair[]): SetAccuracy {
  const isRight = ({ expected, actual }: Pair): boolean => expected === actual
  const groups = [...grouped(pairs, ({ expected }) => expected)].map(([category, own]) => [
    category,
    { right: own.filter(isRight).length, of: own.length },
  ])
  return {
    set,
    right: pairs.filter(isRight).length,
    of: pairs.length,
    belittled: pairs.filter(
      ({ expected, actual }) => actual === 'Read' && (expected === 'Destructive' || expected === 'Financial'),
    ).length,
    byCategory: Object.fromEntries(groups),
  }
}

function countOf(classes: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...grouped(classes, (each) => each)].map(([category, own]) => [category, own.length]),
  )
}

function fastest(work: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now()
    work()
    return 1_000 * (performance.now() - start)
  })
  return Math.min(...times)
}
