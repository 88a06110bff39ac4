// Asking a server for its tools. Definitions are carried as they came, whatever their shape: a server
// whose schemas break the specification is still a server that people use.
import { Fault } from '#lib/fault.ts'
import {
  isJsonObject,
  type Json,
  type JsonObject,
  jsonObject,
  member,
  serializeJson,
} from '#lib/json/index.ts'
import { answerFault } from './answer-fault.ts'
import { checkUrl } from './check-url.ts'
import { Conversation } from './conversation.ts'
import { definitionHash } from './definition-hash.ts'
import { OldServer, type Opened, openConversation } from './open-conversation.ts'
import type { Target } from './send.ts'

export type ListedTool = {
  readonly name: string
  /** JSON text, as received but for white space. */
  readonly definition: string
  /** `definitionHash` of it. */
  readonly hash: string
  /** The name stands in the list more than once; no such tool can be told from its namesake. */
  readonly duplicate: boolean
}
export type ToolList = {
  /** How the server was spoken to; found out where the target did not say. */
  readonly transport: 'http' | 'sse'
  readonly protocol: string
  readonly serverInfo: Json
  readonly capabilities: Json
  readonly tools: readonly ListedTool[]
}
export type ReadOptions = {
  readonly signal?: AbortSignal
  /** For everything together; 30 s where absent. */
  readonly deadlineMs?: number
  /** Called with the tools of each page as it comes; `duplicate` then knows only of earlier pages. */
  readonly onPage?: (tools: readonly ListedTool[]) => void
  /** Called once the server has introduced itself, before any tool is read. */
  readonly onOpened?: (opened: { readonly protocol: string; readonly serverInfo: Json }) => void
}

const DEADLINE_MS = 30_000
const PROBE_MS = 10_000
const MAX_PAGES = 100
const MAX_TOOLS = 10_000
const MAX_NAME_LENGTH = 512
const MAX_INFO_LENGTH = 64 * 1024
const METHOD_NOT_FOUND = -32601

/**
 * Reads the whole list, in whichever era the server speaks.
 * @throws {Fault} those of `send`; `upstream-unauthorised` (401, 403), `upstream-not-mcp` (a wrong path, a
 *   web page, another protocol), `upstream-slow` (the deadline), `upstream-error` (everything else)
 */
export async function readTools(target: Target, options: ReadOptions = {}): Promise<ToolList> {
  const host = target.through ? 'The server' : checkUrl(target.url, target).host
  const timeoutMs = options.deadlineMs ?? DEADLINE_MS
  const begun = performance.now()
  const deadline = AbortSignal.timeout(timeoutMs)
  const signal = options.signal ? AbortSignal.any([deadline, options.signal]) : deadline
  try {
    const conversation = new Conversation(target, { host, signal, timeoutMs })
    const opened = await openConversation(conversation, Math.min(PROBE_MS, Math.ceil(timeoutMs / 3)))
    try {
      const { protocol } = opened
      const serverInfo = serializeJson(opened.serverInfo).length <= MAX_INFO_LENGTH ? opened.serverInfo : null
      options.onOpened?.({ protocol, serverInfo })
      const tools = await readPages(opened, conversation, options.onPage ?? (() => {}))
      return {
        transport: target.transport ?? 'http',
        protocol,
        serverInfo,
        capabilities: opened.capabilities,
        tools,
      }
    } finally {
      await opened.close()
    }
  } catch (error) {
    if (error instanceof OldServer) {
      const deadlineMs = Math.max(1, Math.ceil(timeoutMs - (performance.now() - begun)))
      return readTools({ ...target, transport: 'sse' }, { ...options, deadlineMs })
    }
    if (deadline.aborted && error instanceof Fault && error.data.cancelled)
      throw new Fault(
        'upstream-slow',
        `${host} did not list its tools within ${timeoutMs / 1000} s. Try again, and look at the server's load.`,
        { data: error.data, cause: error },
      )
    throw error
  }
}

async function readPages(
  opened: Opened,
  { host, target }: Conversation,
  onPage: (tools: readonly ListedTool[]) => void,
): Promise<ListedTool[]> {
  const tools: ListedTool[] = []
  const timesListed = new Map<string, number>()
  const cursors = new Set<string>()
  let params = jsonObject()
  for (let page = 1; page <= MAX_PAGES; page++) {
    const reply = await opened.ask('tools/list', params)
    // A server without the tools capability need not know the method: it has no tools.
    if (reply.kind === 'error' && reply.code === METHOD_NOT_FOUND && !member(opened.capabilities, 'tools'))
      return []
    if (reply.kind !== 'result') throw answerFault(reply, 'tools/list', host, target.headers)
    const read = readPage(reply.result, host, tools.length)
    for (const { name } of read) timesListed.set(name, (timesListed.get(name) ?? 0) + 1)
    const flagged = read.map((tool) => ({ ...tool, duplicate: (timesListed.get(tool.name) ?? 0) > 1 }))
    tools.push(...flagged)
    if (tools.length > MAX_TOOLS)
      throw unusable(`${host} lists more than ${MAX_TOOLS} tools, the most that is read.`)
    onPage(flagged)
    const cursor = member(reply.result, 'nextCursor')
    // Absent means the end; so do null and '', which some servers send.
    if (typeof cursor !== 'string' || cursor === '')
      return tools.map((tool) => ({ ...tool, duplicate: (timesListed.get(tool.name) ?? 0) > 1 }))
    if (cursors.has(cursor)) throw unusable(`${host} sends the same page of its tools again and again.`)
    cursors.add(cursor)
    params = jsonObject([['cursor', cursor]])
  }
  throw unusable(`${host} spreads its tools over more than ${MAX_PAGES} pages, the most that is read.`)
}

function readPage(result: JsonObject, host: string, before: number): Omit<ListedTool, 'duplicate'>[] {
  const listed = member(result, 'tools')
  if (!Array.isArray(listed)) throw unusable(`${host} answered tools/list without a list of tools.`)
  return listed.map((definition, index) => {
    const name = isJsonObject(definition) ? member(definition, 'name') : undefined
    if (typeof name !== 'string' || name === '' || name.length > MAX_NAME_LENGTH || INVISIBLE.test(name))
      throw unusable(
        `Tool ${before + index + 1} in the list of ${host} has no usable name: one is 1 to ${MAX_NAME_LENGTH} visible characters.`,
      )
    return { name, definition: serializeJson(definition), hash: definitionHash(definition) }
  })
}

// Control, format (zero-width, direction, tag) and separator characters: two names that look alike.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

function unusable(sentence: string): Fault {
  return new Fault('upstream-error', `${sentence} Report it to the server's operator.`)
}
