// A case that failed, in lines: what was expected, what was decided, and each check on the way there.
import type { CaseResult, Expectation } from '#lib/policy/index.ts'
import { ruleLine, type TextFile } from './text-file.ts'

export function failureLines({ failure }: CaseResult, policy: TextFile): string[] {
  if (!failure) return []
  if ('problem' in failure) return [failure.problem]
  const { tool, nth, expected, decided, explanation, differs } = failure
  const which = nth === 1 ? `a call of ${tool}` : `call ${nth} of ${tool}`
  const detail = differs
    .filter((key) => key !== 'effect')
    .map((key) => `${key}: expected ${quoted(expected, key)}, and it is ${quoted(decided, key)}`)
  return [
    `${which}: expected ${expected.effect}, decided ${decided.effect}`,
    ...detail,
    ...explanation.steps.map(({ outcome, text, pointer }) => {
      const line = ruleLine(policy, pointer)
      return `${MARKS[outcome]} ${text}${line === null ? '' : ` (${line})`}`
    }),
    decided.effect === 'allow' ? explanation.person : `The agent is told: ${explanation.agent}`,
    ...(explanation.change === null ? [] : [`Smallest change: ${explanation.change}`]),
  ]
}

const MARKS = { passed: '·', refused: '■', asked: '?' } as const

function quoted(expectation: Expectation, key: keyof Expectation): string {
  return JSON.stringify(expectation[key] ?? null)
}
