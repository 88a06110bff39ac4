// Where a rule stands and for which tools, and what a condition may come to over all of these.
import type { Quantifier } from '../evaluate/condition.ts'
import type { List } from './consequence.ts'
import { ANY_TRUTH, NONE, type Possible } from './possible.ts'
import type { Choice, PreparedComparison } from './prepared.ts'
import type { Scene, ValidatedTool } from './scene.ts'
import type { Reaches } from './truths.ts'

export type RulePlace = {
  readonly list: List
  readonly quantifier: Quantifier
  /** The rule, or the approval. */
  readonly at: string
  /** The entry's name, for commands; null for `all_tools`. */
  readonly name: string | null
  /** It names one tool and no others to come, so that tool's own category is what its rules will see. */
  readonly isExact: boolean
  /** The tools that the rule applies to, as far as the server's list names them. */
  readonly tools: readonly ValidatedTool[]
  /** Places that a requirement holds to be given. */
  readonly given: ReadonlySet<string>
  /** Whether one more rule has room in the entry (P5). */
  readonly hasRoom: boolean
}
export type ComparisonPlace = RulePlace & {
  /** What the whole rule may come to. */
  readonly whole: () => Possible
  readonly choices: readonly Choice[]
  /** What one of its comparisons may come to. */
  readonly possibleOf: (comparison: PreparedComparison) => Possible
}

export function ofTools({ tools }: Pick<RulePlace, 'tools'>): string {
  const [only, ...others] = tools
  if (!only) return ''
  return others.length === 0 ? ` of ${only.name}` : ` of each of its ${tools.length} tools`
}

/** Tools to be asked about; `anyArguments` leaves their schemas aside, so that what is said is certain. */
export type Audience = Pick<RulePlace, 'tools' | 'isExact'> & { readonly anyArguments?: boolean }

/** What something may come to in any of the tools; without tools, in any arguments. */
export function overTools(
  scene: Scene,
  { tools, isExact, anyArguments = false }: Audience,
  truths: (reaches: Reaches) => Possible,
): Possible {
  if (tools.length === 0) return truths((comparison) => scene.reach(null, comparison))
  let possible = NONE
  for (const tool of tools) {
    possible |= truths((comparison) => {
      const isTold = comparison.path.root === 'args' ? !anyArguments : isExact
      return scene.reach(isTold ? tool : null, comparison)
    })
    if (possible === ANY_TRUTH) break
  }
  return possible
}
