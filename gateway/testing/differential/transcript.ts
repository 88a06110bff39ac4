// Everything that a server offers, asked for once: each tool with arguments made from its schema, each
// resource, template and prompt, completion, logging and subscriptions. Two transcripts of one server
// are equal, whatever lies between.
import { expect, vi } from 'vitest'
import { argumentsFor } from './arguments.ts'
import type { Note, Speaker } from './speaker.ts'
import { askForTasks } from './tasks.ts'

/** Asks, and writes down what came of it under `as`. */
export type AskFor = (
  method: string,
  params: Record<string, unknown>,
  as?: string,
) => Promise<Record<string, unknown>>
type Named = { readonly name: string; readonly [key: string]: unknown }
/** What was asked, and what came of it. */
export type Transcript = Record<string, unknown>

const ANOTHER_EACH_TIME = new Set(['taskId', 'createdAt', 'lastUpdatedAt'])
const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency']

export async function transcriptOf(speaker: Speaker): Promise<Transcript> {
  const said: Transcript = { greeting: normal(speaker.greeting) }
  // The roots are asked for when the server likes; what came of it shows in get-roots-list. Any other
  // question counts once: a server that replays a stream asks again what was answered.
  const known = new Set<string>()
  const isNew = (question: Note) => {
    const text = JSON.stringify(question)
    const isFirst = question.method !== 'roots/list' && !known.has(text)
    known.add(text)
    return isFirst
  }
  const ask: AskFor = async (method, params, as = `${method} ${JSON.stringify(params)}`) => {
    const progress: unknown[] = []
    const askedBefore = speaker.asked.length
    const outcome = await speaker
      .ask(method, params, (step) => progress.push(step))
      .then((result) => ({ result }), asError)
    const asked = speaker.asked.slice(askedBefore).filter((question) => isNew(question))
    said[as] = normal({ ...outcome, progress, asked })
    return 'result' in outcome ? outcome.result : {}
  }
  const all = async (method: string, key: string): Promise<Named[]> => {
    const items: Named[] = []
    let cursor: unknown
    do {
      const page = await ask(method, cursor === undefined ? {} : { cursor })
      items.push(...((page[key] as Named[] | undefined) ?? []))
      cursor = page.nextCursor
    } while (typeof cursor === 'string')
    return items
  }

  await ask('ping', {})
  await askedForRoots(speaker)
  for (const level of LEVELS) await ask('logging/setLevel', { level })
  await ask('logging/setLevel', { level: 'debug' })
  await toggled(speaker, 'toggle-simulated-logging', 'notifications/message')
  await subscriptions(speaker, ask)

  for (const tool of await all('tools/list', 'tools'))
    for (const args of argumentsFor(tool.inputSchema))
      await ask('tools/call', { name: tool.name, arguments: args })
  await ask('tools/call', { name: 'get-sum', arguments: { a: 'no number' } })
  await askForTasks(ask)

  for (const resource of await all('resources/list', 'resources'))
    await ask('resources/read', { uri: resource.uri })
  for (const template of await all('resources/templates/list', 'resourceTemplates')) {
    const uri = String(template.uriTemplate)
    await ask('resources/read', { uri: uri.replaceAll(/\{\w+\}/g, '1') })
    for (const [, name] of uri.matchAll(/\{(\w+)\}/g))
      await ask('completion/complete', { ref: { type: 'ref/resource', uri }, argument: { name, value: '1' } })
  }
  await ask('resources/read', { uri: 'demo://resource/nowhere' })

  for (const prompt of await all('prompts/list', 'prompts')) {
    const known: Record<string, string> = {}
    for (const { name } of (prompt.arguments as Named[] | undefined) ?? []) {
      const ref = { type: 'ref/prompt', name: prompt.name }
      const context = { arguments: { ...known } }
      const completed = await ask('completion/complete', { ref, argument: { name, value: '' }, context })
      const { values = [] } = (completed.completion as { values?: string[] } | undefined) ?? {}
      known[name] = values[0] ?? '1'
    }
    await ask('prompts/get', { name: prompt.name, arguments: known })
    await ask('prompts/get', { name: prompt.name })
  }
  await ask('prompts/get', { name: 'no-such-prompt' })
  // Nothing unknown goes up, so that the words are the gateway's own; the code is the protocol's.
  said['no/such/method'] = await speaker.ask('no/such/method').catch((error) => error.code)
  said['no-such-task'] = await speaker.ask('tasks/get', { taskId: 'none' }).catch((error) => error.code)
  return said
}

/** Until it was asked: what a server asks a moment after the greeting is lost where nobody listens yet. */
async function askedForRoots(speaker: Speaker): Promise<void> {
  const isAsked = () => speaker.asked.some(({ method }) => method === 'roots/list')
  await vi.waitUntil(
    async () => {
      await vi.waitUntil(isAsked, { timeout: 2000 }).catch(() => speaker.tellRootsChanged())
      return isAsked()
    },
    { timeout: 90_000, interval: 50 },
  )
}

async function subscriptions(speaker: Speaker, ask: AskFor): Promise<void> {
  const uri = 'demo://resource/dynamic/text/1'
  await ask('resources/subscribe', { uri })
  await toggled(speaker, 'toggle-subscriber-updates', 'notifications/resources/updated')
  await ask('resources/unsubscribe', { uri })
}

/** Switches something on, until it is heard of: a session's own stream opens when it does. */
async function toggled(speaker: Speaker, name: string, method: string): Promise<void> {
  const has = () => speaker.notes.some((note) => note.method === method)
  await vi.waitUntil(
    async () => {
      await speaker.ask('tools/call', { name, arguments: {} })
      await vi.waitUntil(has, { timeout: 500 }).catch(() => {})
      await speaker.ask('tools/call', { name, arguments: {} })
      return has()
    },
    { timeout: 90_000, interval: 50 },
  )
  expect(speaker.notes.map((note) => note.method)).toContain(method)
}

function asError(error: { code?: unknown; message?: unknown }) {
  return { error: { code: error.code, message: error.message } }
}

// A session's or a task's id, and the time at which the server made something, are another each time.
function normal(value: unknown): unknown {
  const timeless = (text: string) => text.replaceAll(/\d{1,2}:\d{2}:\d{2}( [AP]M)?/g, '<time>')
  const text = JSON.stringify(value, (key, field) =>
    key === 'blob'
      ? timeless(Buffer.from(String(field), 'base64').toString('latin1'))
      : ANOTHER_EACH_TIME.has(key)
        ? '…'
        : field,
  )
  return JSON.parse(timeless(text).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>'))
}
