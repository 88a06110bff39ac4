// The recommended policy of a whole server, and what is told of it: counts and names are read off the document.
import {
  type CATEGORIES,
  type Category,
  LANES,
  type Lane,
  type Policy,
  placementIn,
  recommendedDocument,
  type Severity,
} from '#lib/policy/index.ts'
import { type Example, type ExampleTool, examplesOf } from './examples.ts'
import type { GuidedServer, GuidedTool } from './guide.ts'
import type { Question } from './questions.ts'
import { type GuidedRule, readRule, texts } from './rule.ts'
import { serverQuestions } from './server-questions.ts'
import { callsOf, othersOf } from './words.ts'

export type GuidedListing = GuidedServer
type ClassifiedTool = GuidedTool & { readonly category: Category; readonly severity: Severity }

export type ServerGuide = Pick<GuidedRule, 'document' | 'json' | 'yaml' | 'sentence' | 'button'> & {
  /** The tools' names by what the document does to them, in the order in which they were given. */
  readonly lanes: Readonly<Record<Lane, readonly string[]>>
  /** How many tools are in each category. */
  readonly categories: Readonly<Record<Category, number>>
  /** Names that the document leaves to its default: no document can name them, or it has no room for more. */
  readonly leftOut: readonly string[]
  /** The first call of up to three tools, of the strictest lanes that there are. */
  readonly examples: readonly (Example & { readonly tool: string })[]
  readonly questions: readonly Question[]
}

/** The recommended policy for all tools of a server. Pure and total, as `guideTool` is. */
export function guideServer(server: GuidedListing, tools: readonly ClassifiedTool[]): ServerGuide {
  const { source, policy } = readRule(recommendedDocument(tools))
  const byName = new Map(tools.map((tool) => [tool.name, tool]))
  const { lanes, leftOut } = placed(policy, [...byName.keys()])
  const categories = counted([...byName.values()])
  const written = texts(source)
  const sentence = serverSentence(policy, lanes, leftOut.length)
  return {
    ...written,
    sentence,
    button: 'Start with this policy',
    lanes,
    categories,
    leftOut,
    examples: serverExamples(policy, lanes, byName),
    questions: serverQuestions(server.name, { ...written, sentence, lanes, categories }),
  }
}

function placed(policy: Policy, names: readonly string[]) {
  const placeOf = placementIn(policy)
  const lanes: Record<Lane, string[]> = { allow: [], limit: [], approve: [], deny: [], hide: [] }
  const leftOut: string[] = []
  for (const name of names) {
    const { lane, byDefault } = placeOf(name)
    lanes[lane].push(name)
    if (byDefault) leftOut.push(name)
  }
  return { lanes, leftOut }
}

function counted(tools: readonly ClassifiedTool[]): Record<Category, number> {
  const counts = { Read: 0, Write: 0, Execute: 0, Destructive: 0, Financial: 0, Other: 0 }
  for (const { category } of tools) counts[category]++
  return counts satisfies Record<(typeof CATEGORIES)[number], number>
}

const FATES: Record<Lane, (tools: string, limits: string) => string> = {
  allow: (tools) => `${tools} without a limit`,
  limit: (tools, limits) => `${tools} within a limit for each grant (${limits})`,
  approve: (tools) => `${tools} once a person approved the call`,
  deny: (tools) => `${tools} never`,
  hide: (tools) => `${tools} never, and agents do not see them`,
}

function serverSentence(policy: Policy, lanes: ServerGuide['lanes'], leftOut: number): string {
  const parts = LANES.filter((lane) => lanes[lane].length > 0).map((lane) =>
    FATES[lane](toolsOf(lanes[lane].length), limitsIn(policy, lanes[lane])),
  )
  if (parts.length === 0) return `The server lists no tools. ${othersOf(policy)}`
  const why = leftOut === 0 ? '' : ` The document does not name ${toolsOf(leftOut)} of them.`
  return `Calls pass so: ${parts.join('; ')}.${why} ${othersOf(policy)}`
}

export function toolsOf(count: number): string {
  return count === 1 ? '1 tool' : `${count} tools`
}

/** The different limits of these tools, each once. */
function limitsIn(policy: Policy, names: readonly string[]): string {
  const limits = names.flatMap((name) => policy.tools.get(name)?.limits.slice(0, 1) ?? [])
  return [...new Set(limits.map(callsOf))].join(' or ')
}

function serverExamples(
  policy: Policy,
  lanes: ServerGuide['lanes'],
  byName: ReadonlyMap<string, ExampleTool>,
): ServerGuide['examples'] {
  const chosen = LANES.toReversed()
    .flatMap((lane) => lanes[lane].slice(0, 1).map((name) => ({ lane, tool: byName.get(name) })))
    .slice(0, 3)
  return chosen.flatMap(({ lane, tool }) => {
    if (!tool) return []
    const [first] = examplesOf(policy, tool, lane)
    return first ? [{ ...first, tool: tool.name }] : []
  })
}
