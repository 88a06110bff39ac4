// What the page of an attack says, as one value: the page, its Markdown, its JSON and its structured data are made of it.
import {
  type Attack,
  type AttackOnTool,
  attacksOn,
  type ExampleCall,
  findAttack,
  type Judged,
  judgeExample,
  placeInWords,
  type Reason,
  ruleTexts,
} from '#lib/attacks/index.ts'
import { classify, subjectOf } from '#lib/catalogue/index.ts'
import { parseJson } from '#lib/json/index.ts'
import type { PageLink } from './tool-page.ts'

/** A tool of the catalogue that the attack can use, and the words of its definition that say so. */
export type AffectedTool = PageLink & { readonly reasons: readonly Reason[] }
/** An example call with what the evaluator made of it. */
export type JudgedCall = { readonly example: ExampleCall; readonly judged: Judged }
export type AttackRule = {
  readonly json: string
  readonly yaml: string
  /** The attack first, then the honest call. */
  readonly calls: readonly JudgedCall[]
}
export type AttackPage = {
  readonly path: string
  readonly attack: Attack
  /** null where no call of the attack passes the gateway. */
  readonly rule: AttackRule | null
  readonly affected: readonly AffectedTool[]
  readonly related: readonly Attack[]
}

export function attackPath(slug: string): string {
  return `/attacks/${slug}`
}

/** Pure and total. */
export function attackPageOf(attack: Attack, affected: readonly AffectedTool[]): AttackPage {
  const { defence, related, slug } = attack
  return {
    path: attackPath(slug),
    attack,
    rule:
      defence.coverage === 'outside'
        ? null
        : {
            ...ruleTexts(defence),
            calls: [defence.attack, defence.benign].map((example) => ({
              example,
              judged: judgeExample(defence, example),
            })),
          },
    affected,
    related: related.flatMap((other) => findAttack(other) ?? []),
  }
}

/** A tool of the catalogue as it is stored, with the names of its neighbours. */
export type StoredTool = PageLink & {
  readonly serverName: string
  /** JSON text. */
  readonly definition: string
  readonly siblings: readonly string[]
}

const MOST_AFFECTED = 12
const MOST_OF_A_SERVER = 3

/** Which of these tools the attack can use: at most 12, and three of one server. */
export function affectedBy(attack: Attack, tools: readonly StoredTool[]): AffectedTool[] {
  const ofServer = new Map<string, number>()
  const affected: AffectedTool[] = []
  for (const { definition, siblings, serverName, ...link } of tools) {
    const count = ofServer.get(link.server) ?? 0
    if (affected.length >= MOST_AFFECTED || count >= MOST_OF_A_SERVER) continue
    const subject = subjectOf(link.name, parseJson(definition, { maxDepth: 64, maxNodes: 50_000 }))
    const classification = classify(subject, { server: serverName, siblings })
    const found = attacksOn(classification, subject, { server: serverName }).find(isOf(attack))
    if (!found) continue
    ofServer.set(link.server, count + 1)
    affected.push({ ...link, reasons: found.reasons })
  }
  return affected
}

function isOf({ slug }: Attack): (found: AttackOnTool) => boolean {
  return ({ attack }) => attack.slug === slug
}

/** What an example call names: the tool, or the method that a server asks for. */
export function calledIn({ calls }: ExampleCall): string {
  return 'tool' in calls ? calls.tool : METHODS[calls.method]
}

const METHODS = {
  resources: 'resources/read',
  prompts: 'prompts/get',
  completion: 'completion/complete',
  logging: 'logging/setLevel',
  tasks: 'tasks/get',
  sampling: 'sampling/createMessage',
  elicitation: 'elicitation/create',
  roots: 'roots/list',
} as const

/** What else is so of an example call, for behind its title; '' where nothing is. */
export function circumstances({ state = 'pinned', before = 0 }: ExampleCall): string {
  if (state === 'changed') return 'its definition differs from the accepted one'
  if (state === 'new') return 'nobody has accepted the tool yet'
  return before > 0 ? `after ${before} like it` : ''
}

/** "It takes a path (“path: …” in its input schema)." Quotes are the server's text. */
export function reasonsInWords(reasons: readonly Reason[]): string {
  const parts = reasons.map(({ says, quote }) => `${says} (“${quote.text}” ${placeInWords(quote)})`)
  return `it ${parts.join(' and ')}`
}
