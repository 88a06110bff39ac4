// One treatment that a person chose for one tool, in the words, counters and figures of the presets.
import type { Category } from '../call.ts'
import type { Lane } from '../edit/command.ts'
import { type DocumentSource, writtenDocument } from '../source/document-source.ts'
import { type LaidOut, layOut } from './lay-out.ts'
import {
  ALLOW,
  ask,
  deny,
  HIDE,
  perMinute,
  type Treatment,
  USUAL_PER_MINUTE,
  WHY_DESTRUCTIVE,
  WHY_MONEY,
} from './treatment.ts'

/** What a limit that is chosen with a slider may be, in calls a minute. */
export const CALLS_A_MINUTE = { least: 1, most: 600 } as const

const CLOSED = deny('This tool may not be called here. Ask the person who manages the policy of this server.')
const WHY_ASK: Partial<Record<Category, string>> = { Destructive: WHY_DESTRUCTIVE, Financial: WHY_MONEY }

/**
 * The document that gives one tool the lane that was chosen for it, `default: deny` for all others; it can
 * always be published. A tool that cannot be named (R2) falls to the default, whatever was chosen.
 * @param amount calls a minute, for `limit` alone: brought to a whole number within CALLS_A_MINUTE; what is no
 *   number is the usual amount of the tool's category
 */
export function chosenDocument(tool: LaidOut, lane: Lane, amount?: number): DocumentSource {
  const chosen = treatmentFor(tool.category, lane, amount)
  const byCategory = {
    Read: chosen,
    Write: chosen,
    Execute: chosen,
    Destructive: chosen,
    Financial: chosen,
    Other: chosen,
  }
  const bySeverity = { Low: ALLOW, Medium: ALLOW, High: ALLOW, Critical: ALLOW }
  const { text, document } = layOut({ byCategory, bySeverity, together: null }, [tool])
  return writtenDocument(text, document)
}

/** The calls a minute of a limit on a tool of this category: what was asked for, or the usual. */
export function limitFor(category: Category, amount = Number.NaN): number {
  if (Number.isNaN(amount)) return USUAL_PER_MINUTE[category]
  return Math.round(Math.min(CALLS_A_MINUTE.most, Math.max(CALLS_A_MINUTE.least, amount)))
}

function treatmentFor(category: Category, lane: Lane, amount: number | undefined): Treatment {
  switch (lane) {
    case 'allow':
      return ALLOW
    case 'limit':
      return perMinute(limitFor(category, amount))
    case 'approve':
      return ask(WHY_ASK[category])
    case 'deny':
      return CLOSED
    case 'hide':
      return HIDE
    default:
      return lane satisfies never
  }
}
