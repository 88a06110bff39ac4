// Beginning a trial, told as it happens: a server is read, or a pasted list taken, and kept for seven days.
import { randomBytes } from 'node:crypto'
import type { Evidence } from '#lib/data/model.ts'
import { takeAttempt } from '#lib/data/throttle.ts'
import { insertTrial, type TrialRow } from '#lib/data/trials.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { type Json, serializeJson, toPlain } from '#lib/json/index.ts'
import { readAddress, readPaste, visible } from '#lib/paste/index.ts'
import type { Category, Severity } from '#lib/policy/index.ts'
import { classifyListed, Feed } from '#lib/servers/index.ts'
import { checkUrl, definitionHash, type ListedTool, readTools, type ToolList } from '#lib/upstream/index.ts'
import { packTrialTools, type TrialTool } from './tools.ts'
import { mayReachPrivate, type Visitor } from './visitor.ts'

export type TrialInput =
  /** An address as it was typed; the whole of it is used once, and kept without what could be a secret. */
  | { readonly kind: 'address'; readonly url: string; readonly name?: string }
  /** The text of a tools/list. */
  | { readonly kind: 'list'; readonly text: string; readonly name?: string }

export type TrialEvent =
  | { readonly type: 'connecting'; readonly host: string }
  | { readonly type: 'connected'; readonly protocol: string; readonly serverInfo: unknown }
  | {
      readonly type: 'tool'
      readonly name: string
      readonly description: string
      readonly category: Category
      readonly severity: Severity
      readonly evidence: readonly Evidence[]
    }
  | { readonly type: 'kept'; readonly id: string }

const READ_MS = 15_000
const MOST_AT_ONCE = 8
const MAX_NAME = 80
let reading = 0

/**
 * Reads the tools and keeps them with a new, unguessable id, which is the last event and what it returns.
 * Leaving the iteration early stops the reading, and nothing is kept.
 * @throws Fault too-many-attempts, too-many-at-once, invalid-input, too-large, limit-reached, url-refused,
 *   address-refused, and those of `readTools`
 */
export async function* startTrial(visitor: Visitor, input: TrialInput): AsyncGenerator<TrialEvent, string> {
  await countTrial(visitor)
  if (input.kind === 'list') return yield* keep(visitor, fromList(input))
  const url = checkUrl(input.url.trim(), {
    allowPrivate: mayReachPrivate(visitor),
    refuseOrigins: [env().appUrl],
  })
  yield { type: 'connecting', host: url.host }
  if (reading >= MOST_AT_ONCE)
    throw new Fault(
      'too-many-at-once',
      'Many servers are being read at this moment. Try again in a few seconds.',
    )
  const name = nameOf(input.name ?? '') || url.hostname
  reading++
  try {
    const list = yield* readServer(url.href, name, mayReachPrivate(visitor))
    return yield* keep(visitor, fromServer(url.href, input.name ?? '', list))
  } finally {
    reading--
  }
}

/** Counts a trial that is about to begin, by its address and for all. @throws Fault too-many-attempts */
export async function countTrial(visitor: Visitor): Promise<void> {
  await takeAttempt('trial-address', visitor.address)
  await takeAttempt('trial-all', '')
}

/** Keeps what was found. @throws Fault limit-reached */
export async function* keep(visitor: Visitor, row: TrialRow): AsyncGenerator<TrialEvent, string> {
  // 160 bits: nobody meets another's by trying.
  const id = randomBytes(20).toString('base64url')
  await insertTrial(id, visitor.address, row)
  yield { type: 'kept', id }
  return id
}

async function* readServer(
  url: string,
  name: string,
  allowPrivate: boolean,
): AsyncGenerator<TrialEvent, ToolList> {
  const abort = new AbortController()
  const feed = new Feed<TrialEvent>()
  const reading = readTools(
    { url, headers: {}, allowPrivate },
    {
      signal: abort.signal,
      deadlineMs: READ_MS,
      onOpened: (opened: { protocol: string; serverInfo: Json }) =>
        feed.push({ type: 'connected', protocol: opened.protocol, serverInfo: toPlain(opened.serverInfo) }),
      onPage: (tools: readonly ListedTool[]) => {
        for (const tool of tools) {
          const { description, category, severity, evidence } = classifyListed(name, tool)
          feed.push({ type: 'tool', name: tool.name, description, category, severity, evidence })
        }
      },
    },
  )
  try {
    yield* feed.until(reading)
    return await reading
  } catch (error) {
    throw locked(error)
  } finally {
    abort.abort()
  }
}

/** Who asks for a key is not read here: the key would be typed into a page without an account. */
function locked(error: unknown): unknown {
  if (!(error instanceof Fault) || error.code !== 'upstream-unauthorised') return error
  return new Fault(
    'upstream-unauthorised',
    'This server asks for a key, and keys are not typed in here. Paste its tools/list instead, or sign up and register it with its header.',
    { data: error.data, cause: error },
  )
}

function fromServer(url: string, given: string, list: ToolList): TrialRow {
  const address = readAddress(url)
  const { serverInfo, protocol, transport } = list
  const named =
    typeof serverInfo === 'object' && serverInfo !== null && 'name' in serverInfo ? serverInfo.name : ''
  const name = nameOf(given) || nameOf(typeof named === 'string' ? named : '') || new URL(url).hostname
  return {
    source: 'address',
    name: name.slice(0, MAX_NAME),
    url: address?.url ?? '',
    urlWhole: address?.isWhole ?? false,
    transport,
    protocol,
    serverInfo: serializeJson(serverInfo),
    ...packTrialTools(list.tools),
    draft: null,
  }
}

function fromList(input: { readonly text: string; readonly name?: string }): TrialRow {
  const paste = readPaste(input.text)
  if (paste.kind !== 'tools') {
    const sentence =
      paste.kind === 'unreadable'
        ? paste.sentence
        : 'This is no list of tools. Paste the answer to tools/list.'
    throw new Fault('invalid-input', sentence, { data: { field: 'paste' } })
  }
  if (paste.definitions.length === 0)
    throw new Fault('invalid-input', 'This list holds no tool. Paste the answer of a server that has some.', {
      data: { field: 'paste' },
    })
  const tools: TrialTool[] = paste.definitions.map((definition) => ({
    name: String(definition.name),
    definition: serializeJson(definition),
    hash: definitionHash(definition),
  }))
  return {
    source: 'list',
    name: nameOf(input.name ?? '') || nameOf(paste.name) || 'Pasted server',
    ...{ url: '', urlWhole: false, transport: null, protocol: null, serverInfo: null },
    ...packTrialTools(tools),
    draft: null,
  }
}

function nameOf(text: string): string {
  return visible(text).slice(0, MAX_NAME).trim()
}
