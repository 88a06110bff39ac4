// What the library holds of one attack. Everything a page says of it is here or is computed from here.
import type { Category, MethodGroup, ToolState } from '#lib/policy/index.ts'
import type { Trait } from './traits.ts'

export const ATTACK_CLASSES = [
  'tool-definitions',
  'agent-behaviour',
  'data-exfiltration',
  'execution',
  'destruction',
  'spend',
  'supply-chain',
  'access-control',
  'protocol',
] as const
export type AttackClass = (typeof ATTACK_CLASSES)[number]

/**
 * incident: it happened to somebody · demonstration: researchers showed it works · vulnerability: a
 * flaw of one product, published and numbered or reported there · pattern: a shape that several share
 */
export const ATTACK_KINDS = ['incident', 'demonstration', 'vulnerability', 'pattern'] as const
export type AttackKind = (typeof ATTACK_KINDS)[number]

/** stops: the call is refused · narrows: less harm passes · outside: no call of it passes the gateway */
export const COVERAGES = ['stops', 'narrows', 'outside'] as const
export type Coverage = (typeof COVERAGES)[number]

/** A day, a month or a year of the calendar: no more than the sources say. */
export type AttackDate = string

export type Source = {
  readonly title: string
  readonly publisher: string
  /** https only. */
  readonly url: string
  /** null where the page bears none. */
  readonly date: AttackDate | null
}

/** JSON as it is written in a source file. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

export type Verdict = {
  readonly effect: 'allow' | 'deny' | 'await'
  /** The rule pointer of the decision; '' for an allow. */
  readonly rule: string
}

/** A call of the attack or of honest work, and what the rule is claimed to make of it. A test holds the two together. */
export type ExampleCall = {
  readonly title: string
  /** Of a tool; or what a server asks of the client, by its group. */
  readonly calls:
    | { readonly tool: string; readonly arguments: { readonly [name: string]: Plain } }
    | { readonly method: MethodGroup }
  /** pinned where it is not said. */
  readonly state?: ToolState
  /** The arguments that the pinned schema declares; those of the call where it is not said. */
  readonly declared?: readonly string[]
  /** So many calls like it went through in the same window. */
  readonly before?: number
  readonly verdict: Verdict
}

export type Rule = {
  readonly coverage: 'stops' | 'narrows'
  /** What the document does about the attack, in one or two sentences. */
  readonly does: string
  readonly document: { readonly [key: string]: Plain }
  readonly attack: ExampleCall
  readonly benign: ExampleCall
}
/** Nothing that a rule could refuse; what helps instead. */
export type NoRule = { readonly coverage: 'outside'; readonly instead: string }
export type Defence = Rule | NoRule

export type Seek = { readonly q?: string; readonly category?: Category }

/** Which tools the attack uses: a tool must show one of the traits, and where words are given say one of them. */
export type Abuses = {
  /** "Tools that …", for people. */
  readonly tools: string
  /** Every group must be met; of a group one trait is enough. None: no tool can be told by its definition. */
  readonly traits: readonly (readonly Trait[])[]
  /** Words of the name, the server or the parameters quoted, one of which must be there. */
  readonly about?: readonly string[]
  /** Where such tools are looked for in a catalogue: what is found is judged by the traits. */
  readonly seek?: readonly Seek[]
}

export type Attack = {
  readonly slug: string
  readonly title: string
  readonly class: AttackClass
  readonly kind: AttackKind
  /** When it happened, was shown or was published. */
  readonly date: AttackDate
  /** CVE and GHSA numbers. */
  readonly ids: readonly string[]
  readonly summary: string
  /** How it works, step by step. */
  readonly steps: readonly string[]
  readonly abuses: Abuses
  readonly defence: Defence
  /** What the gateway cannot see or stop of it. */
  readonly unseen: readonly string[]
  readonly sources: readonly Source[]
  /** Slugs of attacks that a reader of this one should know. */
  readonly related: readonly string[]
}
