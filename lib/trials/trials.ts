// Looking at a trial and changing its draft: whoever holds its link may.

import { takeAttempt } from '#lib/data/throttle.ts'
import type { ToolRecord } from '#lib/data/tools.ts'
import { requireTrial, type StoredTrial, saveTrialDraft as saveRow } from '#lib/data/trials.ts'
import { Fault } from '#lib/fault.ts'
import { classifyTools } from '#lib/servers/index.ts'
import { unpackTrialTools } from './tools.ts'

export type Trial = Omit<StoredTrial, 'tools'> & {
  readonly id: string
  /** Classified here and now; none after it became a server. */
  readonly tools: readonly ToolRecord[]
}

const MAX_DRAFT_BYTES = 1024 * 1024

/** @throws Fault not-found */
export async function getTrial(id: string): Promise<Trial> {
  const trial = await requireTrial(id)
  return { ...trial, id, tools: classifyTools(trial.name, unpackTrialTools(trial.tools)) }
}

/** The same without its tools, which take the time. @throws Fault not-found */
export function getTrialSummary(id: string): Promise<StoredTrial> {
  return requireTrial(id)
}

/**
 * Keeps the policy as the board has it now, however wrong it still is; null for the recommended one.
 * @throws Fault not-found, trial-claimed, too-large, invalid-input, too-many-attempts
 */
export async function saveTrialDraft(address: string, id: string, draft: string | null): Promise<void> {
  if (draft !== null && Buffer.byteLength(draft) > MAX_DRAFT_BYTES)
    throw new Fault('too-large', 'The draft is larger than 1 MiB, the most that a policy may be.')
  if (draft !== null && (draft.includes('\0') || !draft.isWellFormed()))
    throw new Fault('invalid-input', 'The draft holds a NUL or half of a character, which no policy can.')
  await takeAttempt('trial-draft-address', address)
  await saveRow(id, draft)
}
