// Ready documents (R): each is one table from what a tool does to what happens to it. The sentence of a
// preset is what a person chooses by, so it names everything that the table lets pass.
import type { Category, Severity } from '../call.ts'
import { type DocumentSource, writtenDocument } from '../source/document-source.ts'
import { type LaidOut, layOut } from './lay-out.ts'
import {
  ALLOW,
  ask,
  askWithCap,
  deny,
  HIDE,
  perMinute,
  strictPerMinute,
  type Treatment,
  USUAL_PER_MINUTE,
  WHY_DESTRUCTIVE,
  WHY_MONEY,
} from './treatment.ts'

export type PresetId = 'recommended' | 'read-only' | 'cautious' | 'lockdown' | 'ci-bot'

export type Preset = { readonly id: PresetId; readonly name: string; readonly description: string }

/** The stricter of the two treatments counts. A severity speaks only where it is above its category's usual one. */
type Table = {
  readonly byCategory: Readonly<Record<Category, Treatment>>
  readonly bySeverity: Readonly<Record<Severity, Treatment>>
  /** Calls a minute of all tools together, for each grant; null for no such limit. */
  readonly together: number | null
}

const APPROVE_CRITICAL = ask(WHY_DESTRUCTIVE)
const APPROVE_MONEY = ask(WHY_MONEY)
const APPROVE_SOME_MONEY = askWithCap(WHY_MONEY, 10)
const APPROVE_GRAVE = ask('Misuse of this tool would do grave harm.')
const NOT_FOR_JOBS = deny('This grant is for a job without a person: it reads and writes, and nothing else.')
const LOCKED = deny(
  'This server is locked down, and no tool may be called. Ask the person who manages its policy.',
)

const TABLES: Readonly<Record<PresetId, Table>> = {
  recommended: {
    byCategory: {
      Read: ALLOW,
      Write: perMinute(USUAL_PER_MINUTE.Write),
      Execute: perMinute(USUAL_PER_MINUTE.Execute),
      Destructive: HIDE,
      Financial: APPROVE_MONEY,
      Other: perMinute(USUAL_PER_MINUTE.Other),
    },
    bySeverity: { Low: ALLOW, Medium: perMinute(30), High: perMinute(10), Critical: APPROVE_GRAVE },
    together: null,
  },
  'read-only': {
    byCategory: { Read: ALLOW, Write: HIDE, Execute: HIDE, Destructive: HIDE, Financial: HIDE, Other: HIDE },
    bySeverity: { Low: ALLOW, Medium: ALLOW, High: ALLOW, Critical: HIDE },
    together: 120,
  },
  cautious: {
    byCategory: {
      Read: ALLOW,
      Write: perMinute(30),
      Execute: perMinute(10),
      Destructive: APPROVE_CRITICAL,
      Financial: APPROVE_SOME_MONEY,
      Other: perMinute(10),
    },
    bySeverity: { Low: ALLOW, Medium: perMinute(30), High: perMinute(10), Critical: APPROVE_CRITICAL },
    together: null,
  },
  lockdown: {
    byCategory: {
      Read: LOCKED,
      Write: LOCKED,
      Execute: LOCKED,
      Destructive: LOCKED,
      Financial: LOCKED,
      Other: LOCKED,
    },
    bySeverity: { Low: LOCKED, Medium: LOCKED, High: LOCKED, Critical: LOCKED },
    together: null,
  },
  'ci-bot': {
    byCategory: {
      Read: perMinute(60),
      Write: strictPerMinute(10),
      Execute: NOT_FOR_JOBS,
      Destructive: NOT_FOR_JOBS,
      Financial: NOT_FOR_JOBS,
      Other: NOT_FOR_JOBS,
    },
    bySeverity: { Low: ALLOW, Medium: ALLOW, High: NOT_FOR_JOBS, Critical: NOT_FOR_JOBS },
    together: 120,
  },
}

/** The presets in the order in which they are offered. */
export const PRESETS: readonly Preset[] = [
  {
    id: 'recommended',
    name: 'Recommended',
    description:
      'Read tools pass; Write, Execute and unclassified tools pass 30, 10 and 60 times a minute each; a person approves each Financial or Critical call; Destructive tools are hidden.',
  },
  {
    id: 'read-only',
    name: 'Read-only agent',
    description:
      'Read tools pass, 120 calls a minute together; everything else, and whatever is Critical, is hidden.',
  },
  {
    id: 'cautious',
    name: 'Cautious start',
    description:
      'Read tools pass; Write tools pass 30 times a minute each, Execute and unclassified ones 10 times; a person approves each Destructive call, and each Financial one up to 10 a day.',
  },
  {
    id: 'lockdown',
    name: 'Lockdown',
    description: 'Nothing passes: every tool is denied, with a reason that says so.',
  },
  {
    id: 'ci-bot',
    name: 'CI bot',
    description:
      'For a job without a person: Read tools pass 60 times a minute each, Write tools 10 times and with declared arguments only, 120 calls a minute together; everything else is denied.',
  },
]

/**
 * A preset's document for these tools: two-space JSON that can always be published. What it cannot
 * name (R2) falls to `default: deny`; of a name that is given twice, the stricter treatment counts.
 */
export function presetPolicy(id: PresetId, tools: readonly LaidOut[]): string {
  return layOut(TABLES[id], tools).text
}

/** The same as it is read again, without reading it. */
export function presetDocument(id: PresetId, tools: readonly LaidOut[]): DocumentSource {
  const { text, document } = layOut(TABLES[id], tools)
  return writtenDocument(text, document)
}
