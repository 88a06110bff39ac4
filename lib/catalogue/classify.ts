// What a tool can do, and which words of its definition say so. Deterministic: the same definition
// gives the same answer for ever. The definition is the server's own claim; a claim to be harmless
// (annotations) is never enough, and where signs disagree the graver one is believed.
import type { Category, Severity } from '#lib/policy/index.ts'
import type { Claim, Evidence } from './claim.ts'
import { confidenceOf } from './confidence.ts'
import type { DescriptionReading } from './description.ts'
import { evidenceOf } from './evidence.ts'
import { raisedByHints } from './hints.ts'
import { GOING_ON, GUIDANCE } from './lexicon/nouns.ts'
import { PERFORMS_A_READING, READ_ONLY, RUNS_A_READING } from './lexicon/sentences.ts'
import { ALSO_NOUNS } from './lexicon/verbs.ts'
import { readMoney } from './money.ts'
import type { NameReading, Surroundings } from './name.ts'
import { raisedByDescription, raisedBySchema } from './raised.ts'
import { rationaleOf } from './rationale.ts'
import { type Classifiable, type Readings, readTool } from './readings.ts'
import type { RiskSignal } from './risk-signals.ts'
import { gravest, severityOf } from './severity.ts'

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

/** Classifies one tool. Total: any definition, however odd, has a class. */
export function classify(tool: Classifiable, context: Surroundings = {}): Classification {
  const readings = readTool(tool, context)
  const claims = claimsOf(readings)
  const category = gravest(claims.map((claim) => claim.category))
  const confidence = confidenceOf(category, claims, readings)
  const evidence = evidenceOf(claims, readings)
  const { signals, description } = readings
  const rationale = rationaleOf({ description, category, confidence, evidence, signals })
  return { category, severity: severityOf(category), confidence, evidence, signals, rationale }
}

function claimsOf(readings: Readings): Claim[] {
  const base = baseClaim(readings)
  const claims = [
    ...(base ? [base] : []),
    ...raisedByDescription(base, readings),
    ...raisedBySchema(base, readings),
  ]
  const money = readMoney(readings.name, base?.category ?? 'Other', readings)
  if (money) claims.push({ ...money, category: 'Financial' })
  claims.push(...raisedByHints(gravest(claims.map(({ category }) => category)), readings.hints))
  return claims
}

// The name, where its verb is sure; the description, where it is not.
function baseClaim(readings: Readings): Claim | null {
  const { name, head, description } = readings
  const byName: Claim | null =
    name.category && name.verb
      ? { source: 'name', text: name.verb, category: name.category, certainty: name.certainty }
      : null
  const isMaking = byName?.category === 'Write' || byName?.category === 'Execute'
  // "create_barcode_scanner: provides documentation on …" makes nothing but something to read.
  const ofHead = gravest(head.categories)
  const guidance =
    isMaking && (ofHead === 'Read' || ofHead === 'Other') ? GUIDANCE.exec(description.slice(0, 200)) : null
  if (guidance) return { source: 'description', text: guidance[0], category: 'Read', certainty: 0.65 }
  // To cancel what goes on is to steer it, whatever its name is.
  if (byName && isCancelling(byName.text) && head.object.some((word) => GOING_ON.has(word)))
    return { ...byName, source: 'description', text: head.text, category: 'Execute' }
  if (byName && isThingOf(name, head))
    return { source: 'description', text: head.text, category: 'Read', certainty: 0.6 }
  if (byName && byName.certainty >= 0.8) return byName
  // "Runs a query": under a name that reads, running is only how it reads.
  const isReading = RUNS_A_READING.test(head.text) || READ_ONLY.test(description)
  if (ofHead === 'Execute' && byName?.category === 'Read' && isReading) return byName
  if (ofHead === 'Execute' && byName === null && PERFORMS_A_READING.test(description.slice(0, 120)))
    return { source: 'description', text: head.text, category: 'Read', certainty: 0.6 }
  // A noun of report outweighs a first word that may be no verb: "performance: Clicks and cost".
  if (byName?.category === 'Read' && !head.isSure && byName.certainty >= 0.7) return byName
  if (ofHead !== 'Other')
    return { source: 'description', text: head.text, category: ofHead, certainty: head.isSure ? 0.7 : 0.6 }
  return byName
}

// `call_recordings`: "Recordings of telephone calls". The name's last word is the thing that is told of.
function isThingOf({ words, verb }: NameReading, { isThing, text }: DescriptionReading): boolean {
  if (!isThing || verb === null || !ALSO_NOUNS.has(verb) || words[0] !== verb) return false
  return text
    .split(' ')
    .slice(0, 2)
    .includes(words.at(-1) ?? '')
}

function isCancelling(verb: string): boolean {
  return verb === 'cancel' || verb === 'cancelar' || verb === 'anular'
}
