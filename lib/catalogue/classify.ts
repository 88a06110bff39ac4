// What a tool can do, and which words of its definition say so. Deterministic: the same definition
// gives the same answer for ever. The definition is the server's own claim; a claim to be harmless
// (annotations) is never enough, and where signs disagree the graver one is believed.
import type { Category, Severity } from '#lib/policy/index.ts'
import type { Claim } from './claim.ts'
import { type DescriptionReading, readDescription, shortened } from './description.ts'
import { type Hints, raisedByHints, readHints } from './hints.ts'
import { readMoney } from './money.ts'
import { type NameReading, readName } from './name.ts'
import { rationaleOf } from './rationale.ts'
import { type RiskSignal, signalsOf } from './risk-signals.ts'
import { readSchema, type SchemaReading } from './schema.ts'
import { gravest, severityOf } from './severity.ts'
import { NO_WAY_BACK, READ_ONLY, RUNS_A_READING } from './signals.ts'

/** A quoted piece of the definition. `says` is a category, or a risk in words. What decided comes first. */
export type Evidence = { readonly source: string; readonly text: string; readonly says: string }
export type Classification = {
  readonly category: Category
  readonly severity: Severity
  /** 0 to 1. */
  readonly confidence: number
  readonly evidence: readonly Evidence[]
  /** What a careful reader would point at in the parameters, whatever the category. */
  readonly signals: readonly RiskSignal[]
  /** Sentences for people, made of the evidence and the signals. */
  readonly rationale: string
}
export type Classifiable = {
  readonly name: string
  readonly description?: string
  readonly inputSchema?: unknown
  readonly annotations?: unknown
}
export type Surroundings = { readonly server?: string; readonly siblings?: readonly string[] }

const MAX_EVIDENCE = 12

/** Classifies one tool. Total: any definition, however odd, has a class. */
export function classify(tool: Classifiable, context: Surroundings = {}): Classification {
  const description = shortened(tool.description)
  const name = readName(tool.name, context)
  const head = readDescription(description)
  const schema = readSchema(tool.inputSchema, description)
  const hints = readHints(tool.annotations)
  const base = baseClaim(name, head, description)
  const claims = [
    ...(base ? [base] : []),
    ...raisedByDescription(base, head, description),
    ...raisedBySchema(base, schema, description),
  ]
  const amounts = schema.money
  const money = readMoney(name, base?.category ?? 'Other', {
    description,
    amounts,
    server: context.server ?? '',
  })
  if (money) claims.push({ ...money, category: 'Financial' })
  claims.push(...raisedByHints(gravest(claims.map(({ category }) => category)), hints))
  const category = gravest(claims.map((claim) => claim.category))
  const confidence = confidenceOf(category, claims, agreeing(category, name, head, hints))
  const evidence = evidenceOf(claims, name, head, schema, hints)
  const signals = signalsOf(schema.fields, description)
  const rationale = rationaleOf({ name: tool.name, description, category, confidence, evidence, signals })
  return { category, severity: severityOf(category), confidence, evidence, signals, rationale }
}

// The name, where its verb is sure; the description, where it is not.
function baseClaim(name: NameReading, head: DescriptionReading, description: string): Claim | null {
  const byName: Claim | null =
    name.category && name.verb
      ? { source: 'name', text: name.verb, category: name.category, certainty: name.certainty }
      : null
  if (byName && byName.certainty >= 0.8) return byName
  const ofHead = gravest(head.categories)
  // "Runs a query": under a name that reads, running is only how it reads.
  const isReading = RUNS_A_READING.test(head.text) || READ_ONLY.test(description)
  if (byName?.category === 'Read' && ofHead === 'Execute' && isReading) return byName
  if (ofHead !== 'Other') return { source: 'description', text: head.text, category: ofHead, certainty: 0.7 }
  return byName
}

function raisedByDescription(base: Claim | null, head: DescriptionReading, description: string): Claim[] {
  const claims: Claim[] = []
  const worst = gravest(head.categories)
  if (
    base &&
    base.source === 'name' &&
    (worst === 'Destructive' || worst === 'Financial') &&
    base.category !== 'Read'
  )
    claims.push({ source: 'description', text: head.text, category: worst, certainty: 0.75 })
  if (base?.source === 'name' && base.category === 'Read' && isMoreThanRead(base, head))
    claims.push({ source: 'description', text: head.text, category: worst, certainty: 0.6 })
  const noWayBack = base?.category === 'Read' ? null : NO_WAY_BACK.exec(description)
  if (noWayBack)
    claims.push({ source: 'description', text: noWayBack[0], category: 'Destructive', certainty: 0.7 })
  return claims
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

function raisedBySchema(base: Claim | null, { acts, program }: SchemaReading, description: string): Claim[] {
  const worst = gravest(acts.map(({ category }) => category))
  const claims = acts
    .filter(({ category }) => category === worst)
    .slice(0, 1)
    .map(({ text, category }): Claim => ({ source: 'inputSchema', text, category, certainty: 0.8 }))
  const isOpen = !base || (base.category === 'Read' && base.certainty < 1)
  const isHarmless = program?.isQuery && READ_ONLY.test(description)
  if (program?.isDirect && isOpen && !isHarmless)
    claims.push({ source: 'inputSchema', text: program.text, category: 'Execute', certainty: 0.7 })
  return claims
}

function agreeing(category: Category, name: NameReading, head: DescriptionReading, hints: Hints): number {
  const says = [
    name.category === category,
    head.categories.includes(category),
    category === 'Read' ? hints.readOnly === true : category === 'Destructive' && hints.destructive === true,
  ]
  return says.filter(Boolean).length
}

function confidenceOf(category: Category, claims: readonly Claim[], sources: number): number {
  if (category === 'Other') return 0.3
  const strongest = Math.max(
    ...claims.filter((claim) => claim.category === category).map(({ certainty }) => certainty),
  )
  const contradicted = claims.some((claim) => claim.category !== category)
  const confidence = 0.85 * strongest + (sources > 1 ? 0.1 : 0) - (contradicted ? 0.05 : 0)
  return Math.round(100 * Math.min(0.97, Math.max(0.2, confidence))) / 100
}

function evidenceOf(
  claims: readonly Claim[],
  name: NameReading,
  head: DescriptionReading,
  schema: SchemaReading,
  hints: Hints,
): Evidence[] {
  const deciding = gravest(claims.map((claim) => claim.category))
  const all: Evidence[] = [...claims]
    .sort((a, b) => Number(b.category === deciding) - Number(a.category === deciding))
    .map(({ source, text, category }) => ({ source, text, says: category }))
  if (name.category && name.verb) all.push({ source: 'name', text: name.verb, says: name.category })
  if (head.categories.length > 0)
    all.push({ source: 'description', text: head.text, says: gravest(head.categories) })
  if (hints.readOnly !== null)
    all.push({
      source: 'annotations',
      text: `readOnlyHint: ${hints.readOnly}`,
      says: hints.readOnly ? 'Read' : 'Write',
    })
  if (hints.destructive === true)
    all.push({ source: 'annotations', text: 'destructiveHint: true', says: 'Destructive' })
  if (schema.program)
    all.push({ source: 'inputSchema', text: schema.program.text, says: schema.program.says })
  all.push(...schema.risks.map((risk) => ({ source: 'inputSchema', ...risk })))
  const seen = new Set<string>()
  return all
    .filter(({ source, text, says }) => {
      const key = `${source} ${text} ${says}`
      return !seen.has(key) && seen.add(key)
    })
    .slice(0, MAX_EVIDENCE)
}
