// Many cases from one seed: each is made, checked, and where something is wrong made as small as it goes.
import { readReply } from '#lib/mcp/index.ts'
import { type Chance, chanceOf } from '#lib/policy/testing/chance.ts'
import { type Checked, checkJson } from './check-json.ts'
import { checkMessage } from './check-message.ts'
import { checkReply } from './check-reply.ts'
import { checkStream } from './check-stream.ts'
import { makeMessage } from './make-message.ts'
import { makeStream } from './make-stream.ts'
import { makeReply, makeValue } from './make-value.ts'
import { shrink } from './shrink.ts'

export type Kind = 'json' | 'message' | 'reply' | 'stream'
export type Found = {
  readonly kind: Kind
  readonly seed: number
  readonly input: string
  readonly why: string
}
export type Campaign = {
  readonly cases: number
  /** How many of each kind there were, and how many of those we accepted. */
  readonly counts: Readonly<Record<Kind, { made: number; accepted: number }>>
  readonly found: readonly Found[]
}
/** What is examined, by kind; a test puts something faulty in its place. */
export type Checks = {
  readonly json: (text: string) => Checked
  readonly message: typeof checkMessage
  readonly reply: (text: string) => Checked
  readonly stream: typeof checkStream
}

const OURS: Checks = {
  json: (text) => checkJson(text),
  message: (sent) => checkMessage(sent),
  reply: (text) => checkReply(text, readReply),
  stream: (chunks) => checkStream(chunks),
}
// Of ten cases: messages are the longest way, and where the published bypasses were.
const ORDER: readonly Kind[] = [
  ...(['message', 'json', 'stream', 'message', 'json'] as const),
  ...(['reply', 'message', 'stream', 'json', 'message'] as const),
]
const MAX_FOUND = 5

/** Runs `cases` cases; the same seed makes the same cases. Stops after a few findings. */
export function runCampaign(cases: number, seed: number, checks: Partial<Checks> = {}): Campaign {
  const all = { ...OURS, ...checks }
  const count = () => ({ made: 0, accepted: 0 })
  const counts = { json: count(), message: count(), reply: count(), stream: count() }
  const found: Found[] = []
  let done = 0
  for (; done < cases && found.length < MAX_FOUND; done++) {
    const kind = ORDER[done % ORDER.length] ?? 'json'
    const caseSeed = (seed + done) | 0
    const { checked, input } = runCase(kind, chanceOf(caseSeed), all)
    counts[kind].made += 1
    if (checked.accepted) counts[kind].accepted += 1
    if (checked.why !== null) found.push({ kind, seed: caseSeed, ...input(), why: checked.why })
  }
  return { cases: done, counts, found }
}

type Ran = { readonly checked: Checked; readonly input: () => { input: string; why?: string } }

function runCase(kind: Kind, chance: Chance, checks: Checks): Ran {
  switch (kind) {
    case 'json':
      return texts(makeValue(chance), checks.json)
    case 'reply':
      return texts(makeReply(chance), checks.reply)
    case 'message': {
      const { text, headers } = makeMessage(chance)
      const { checked, input } = texts(text, (each) => guarded(() => checks.message({ text: each, headers })))
      return { checked, input: () => ({ ...input(), input: `${input().input}\n${JSON.stringify(headers)}` }) }
    }
    case 'stream': {
      const chunks = makeStream(chance)
      const checked = guarded(() => checks.stream(chunks))
      return {
        checked,
        input: () => ({ input: JSON.stringify(chunks.map((each) => Buffer.from(each).toString())) }),
      }
    }
  }
}

function texts(text: string, check: (text: string) => Checked): Ran {
  const checked = guarded(() => check(text))
  return {
    checked,
    input: () => ({ input: shrink(text, (each) => guarded(() => check(each)).why !== null) }),
  }
}

// Nothing that arrives may throw: a refusal is a value.
function guarded(check: () => Checked): Checked {
  try {
    return check()
  } catch (error) {
    return { accepted: false, why: `it threw ${error instanceof Error ? error.stack : error}` }
  }
}
