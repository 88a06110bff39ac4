// The conditions of a rule made ready to be asked about: paths read, operands gathered, places known.
import type { Json } from '#lib/json/index.ts'
import { compileTest, type Test } from '../evaluate/operator.ts'
import { type Path, parsePath, pathText } from '../evaluate/path.ts'
import { childPointer } from '../pointer.ts'
import type { Comparison, Condition } from '../policy.ts'

export type PreparedComparison = {
  readonly comparison: Comparison
  readonly at: string
  readonly path: Path
  /** The path in its shortest form: two comparisons with one text look at one place. */
  readonly text: string
  /** The values that the comparison tells apart from others. */
  readonly operands: readonly Json[]
  /** Made when it is first needed: a regular expression takes long to compile. */
  test(): Test
}

/** A condition of a rule: true where one of its comparisons is. A plain condition is a choice of one. */
export type Choice = {
  readonly at: string
  readonly condition: Condition
  readonly comparisons: readonly PreparedComparison[]
}

/** The conditions that stand at `at`. */
export function prepare(conditions: readonly Condition[], at: string): Choice[] {
  return conditions.map((condition, index) => {
    const here = childPointer(at, index)
    const comparisons =
      'any_of' in condition
        ? condition.any_of.map((each, inner) => prepareOne(each, `${here}/any_of/${inner}`))
        : [prepareOne(condition, here)]
    return { at: here, condition, comparisons: comparisons.filter((each) => each !== null) }
  })
}

function prepareOne(comparison: Comparison, at: string): PreparedComparison | null {
  const path = parsePath(comparison.path)
  if (typeof path === 'string') return null
  let test: Test | null = null
  return {
    comparison,
    at,
    path,
    text: pathText(path),
    operands: operandsOf(comparison),
    test: () => {
      test ??= compileTest(comparison)
      return test
    },
  }
}

function operandsOf({ op, value = null }: Comparison): readonly Json[] {
  if (op === 'in' || op === 'not_in') return Array.isArray(value) ? value : []
  return op === 'exists' || op === 'regex' || op === 'within' || op === 'host_in' ? [] : [value]
}

/** Whether the path asks for every element of some list. */
export function isMany(path: Path): boolean {
  return path.steps.some((step) => step.kind === 'each')
}
