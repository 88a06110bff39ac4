// What makes a class graver than the name says: the rest of the description, and the schema.
import type { Category } from '#lib/policy/index.ts'
import type { Claim } from './claim.ts'
import type { DescriptionReading } from './description.ts'
import { LOST_FOR_GOOD, NO_WAY_BACK, READ_ONLY } from './lexicon/sentences.ts'
import { RARELY_VERBS, STRONG_DESTRUCTION, VERBS } from './lexicon/verbs.ts'
import type { NameReading } from './name.ts'
import type { Program } from './program.ts'
import type { Readings } from './readings.ts'
import { gravest } from './severity.ts'

/** Acts that make or tell something: that there is no way back from them destroys nothing. */
const MAKES =
  /^(?:create|add|send|publish|post|issue|generate|submit|register|insert|upload|emit|commit|merge|deploy|sign|vote|approve|accept|criar|crear|enviar)/
const NOTES = /^(?:notif|track|report|log\b)/i
/** Names behind which any program may stand. */
const RUNS = /^(?:query|ask|run|execute|exec|console|shell|terminal|repl|sql|eval|call)\b/i

export function raisedByDescription(base: Claim | null, { name, head, description }: Readings): Claim[] {
  const claims: Claim[] = []
  const worst = gravest(head.categories)
  const isGrave = worst === 'Destructive' || worst === 'Financial'
  if (base?.source === 'name' && base.category !== 'Read' && isGrave && isStrong(base, head))
    claims.push({ source: 'description', text: head.text, category: worst, certainty: 0.75 })
  if (base?.source === 'name' && base.category === 'Read' && isMoreThanRead(base, head))
    claims.push({ source: 'description', text: head.text, category: worst, certainty: 0.65 })
  const agreed = base?.source === 'name' ? agreedIn(base, name, head) : null
  if (agreed) claims.push({ source: 'description', text: head.text, category: agreed, certainty: 0.65 })
  const { further } = head
  if (further && base && base.category !== 'Read')
    claims.push({ source: 'description', text: further.text, category: further.category, certainty: 0.6 })
  const lost = base?.category === 'Read' ? null : lostIn(base, description)
  if (lost) claims.push({ source: 'description', text: lost, category: 'Destructive', certainty: 0.7 })
  return claims
}

// `refresh_view_run` that "Runs the refresh": another word of the name and the sentence agree.
function agreedIn(
  base: Claim,
  { words }: NameReading,
  { categories, isSure }: DescriptionReading,
): Category | null {
  const [said] = categories
  if (!isSure || said === undefined || gravest([said, base.category]) === base.category) return null
  const last = words.at(-1) ?? ''
  return last !== base.text && !RARELY_VERBS.has(last) && VERBS.get(last) === said ? said : null
}

// "Set or remove the type": to loosen something is less than to delete it, and the name says update.
function isStrong({ certainty }: Claim, { verbs, categories }: DescriptionReading): boolean {
  if (certainty < 0.8 || gravest(categories) === 'Financial') return true
  return verbs.some((verb) => STRONG_DESTRUCTION.has(verb)) || categories[0] === 'Destructive'
}

function lostIn(base: Claim | null, description: string): string | null {
  const lost =
    LOST_FOR_GOOD.exec(description) ??
    (base === null || MAKES.test(base.text.toLowerCase()) ? null : NO_WAY_BACK.exec(description))
  return lost && (base === null || !MAKES.test(base.text.toLowerCase())) ? lost[0] : null
}

// "Download and import" does more than its name says; so does "Update …" under a name like `track`.
function isMoreThanRead({ certainty }: Claim, { categories, isSure }: DescriptionReading): boolean {
  const worst = gravest(categories)
  if (worst === 'Read' || worst === 'Other' || worst === 'Execute') return false
  return (
    categories[0] === 'Read' ||
    worst === 'Destructive' ||
    (isSure && (worst === 'Financial' || certainty < 1))
  )
}

export function raisedBySchema(base: Claim | null, { choices, program, description }: Readings): Claim[] {
  // What a tool tells others of, it does not do: "track_account" with `action: deleted`.
  const worst = NOTES.test(base?.text ?? '') ? 'Other' : gravest(choices.map(({ category }) => category))
  const claims = choices
    .filter(({ category }) => category === worst)
    .slice(0, 1)
    .map(({ text, category }): Claim => ({ source: 'inputSchema', text, category, certainty: 0.8 }))
  const isHarmless = program?.isQuery && READ_ONLY.test(description)
  if (program && isOpenTo(program, base) && !isHarmless)
    claims.push({ source: 'inputSchema', text: program.text, category: 'Execute', certainty: 0.7 })
  return claims
}

// Whether the name leaves room for whatever the program says: `query` does, `search_contacts` does not.
function isOpenTo({ isQuery, isRequest }: Program, base: Claim | null): boolean {
  if (!base) return true
  if (base.category !== 'Read') return false
  return isRequest || RUNS.test(base.text) || (base.certainty < 0.8 && !isQuery)
}
