// The first clause of a sentence: its verbs, and what they act on.
import { STOPS } from './lexicon/nouns.ts'
import { STRONG_DESTRUCTION, VERBS } from './lexicon/verbs.ts'
import { baseOf } from './verb.ts'

export type Clause = {
  readonly verbs: readonly { readonly word: string; readonly base: string }[]
  readonly object: readonly string[]
  /** The preposition behind the object; '' for none. */
  readonly stop: string
  /** "Clicks and cost": the first word stands beside a noun as one of its kind. */
  readonly isListed: boolean
  /** How many characters the verbs and their object take. */
  readonly length: number
}

/** Words before a noun that show it is one: what stands before them is a verb. */
export const BESIDE_STOPS: ReadonlySet<string> = new Set(
  'a an the one all any this that your its their existing new multiple several each or un una um uma el la los las os as'.split(
    ' ',
  ),
)

const MAX_OBJECT = 8
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*|[.,;:()/&|!?]/gu
const JOINS = new Set(['and', 'or', ',', '/', '&', 'y', 'e', 'o', 'ou', 'then', 'and/or'])
const ENDS = new Set(['.', ';', ':', '!', '?', '|'])

/** Reads "Create, update or permanently delete an issue of a project": three verbs and "an issue". */
export function clauseOf(text: string): Clause {
  const verbs: { word: string; base: string }[] = []
  const object: string[] = []
  let length = 0
  let stop = ''
  let isListed = false
  let hasJoined = true
  let isInParentheses = false
  for (const found of text.slice(0, 240).matchAll(WORD)) {
    const token = found[0].toLowerCase()
    if (token === '(' || token === ')') isInParentheses = token === '('
    if (token === '(' || token === ')' || isInParentheses) continue
    if (ENDS.has(token)) break
    if (JOINS.has(token)) {
      if (verbs.length === 0) break
      hasJoined = true
      continue
    }
    const base = baseOf(token)
    if (base !== null && hasJoined && isAct(token, base, verbs, object)) {
      // "Archive a site and delete its data": the second act says more than the first one's object.
      verbs.push({ word: token, base })
      hasJoined = false
    } else if (verbs.length === 0 || object.length >= MAX_OBJECT) break
    else if (token.endsWith('ly')) continue
    else if (STOPS.has(token)) {
      stop = token
      break
    } else {
      isListed ||= hasJoined && verbs.length === 1 && object.length === 0
      object.push(token)
      hasJoined = false
    }
    length = found.index + found[0].length
  }
  return { verbs, object, stop, isListed, length }
}

// After an object only a grave verb in the same form is another act: "and deletes" after "Closes".
function isAct(
  token: string,
  base: string,
  verbs: readonly { readonly word: string; readonly base: string }[],
  object: readonly string[],
): boolean {
  const [first] = verbs
  if (first === undefined || object.length === 0) return true
  const isSameForm = (first.word === first.base) === (token === base)
  const category = VERBS.get(base)
  return isSameForm && (STRONG_DESTRUCTION.has(base) || (category === 'Financial' && token !== base))
}
