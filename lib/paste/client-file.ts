// The file in which an MCP client names its servers: mcpServers of most, servers of VS Code, context_servers of Zed.
// Only what is asked for here comes out of it. Environment, headers and arguments, where secrets stand, never do: of
// each only that it was there, by name.
import { isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import { looksLikeKey, readAddress } from './address.ts'

export type PastedServer = {
  /** As the file calls it; at most 80 characters, none of them invisible. */
  readonly name: string
  readonly endpoint:
    | { readonly kind: 'http' | 'sse'; readonly url: string; readonly isWhole: boolean }
    | {
        readonly kind: 'stdio'
        /** The program, without its folder and arguments. */
        readonly command: string
        /** The package that npx, uvx or docker is told to run; null where none is named. */
        readonly package: string | null
      }
  /** What the file holds besides and is left out, by name: "env API_KEY", "header Authorization". */
  readonly dropped: readonly string[]
}

/** The servers of a client file in its order, each by a name of its own; null where the value is no such file. */
export function serversIn(value: Json): PastedServer[] | null {
  if (!isJsonObject(value)) return null
  const found = mapOf(value)
  if (found === null) return null
  const names = new Set<string>()
  return Object.entries(found).flatMap(([key, entry]) => {
    const name = freeName(looksLikeKey(key) ? '' : visible(key), names)
    const read = isJsonObject(entry) ? readEntry(name, entry) : null
    if (read === null) return []
    names.add(name)
    return [read]
  })
}

/** Two keys may look the same once what cannot be seen is left out of them. */
function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const name = wanted || 'server'
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name.slice(0, MAX_NAME - 4)} ${number}`
    if (!taken.has(free)) return free
  }
}

const PLACES = ['mcpServers', 'servers', 'context_servers'] as const

function mapOf(value: JsonObject): JsonObject | null {
  for (const place of PLACES) {
    const found = member(value, place)
    if (isJsonObject(found)) return found
  }
  const nested = member(value, 'mcp')
  if (isJsonObject(nested)) return mapOf(nested)
  // One entry by itself, as pages of servers print it.
  const names = ['url', 'serverUrl', 'command'].filter((key) => typeof member(value, key) === 'string')
  return names.length > 0 ? { server: value } : null
}

function readEntry(name: string, entry: JsonObject): PastedServer | null {
  const dropped = [...namesIn(entry, 'env', 'env'), ...namesIn(entry, 'headers', 'header')]
  const args = textsOf(member(entry, 'args'))
  const url = textOf(member(entry, 'url')) ?? textOf(member(entry, 'serverUrl')) ?? bridged(args)
  if (url !== undefined) return withAddress(name, url, member(entry, 'type'), dropped)
  const command = textOf(member(entry, 'command'))
  if (command === undefined) return null
  const program = programIn(command)
  const named = packageOf(program, args)
  const others = args.filter((arg) => arg !== named && !/^-[a-zA-Z]$|^--yes$|^run$/.test(arg)).length
  if (others > 0) dropped.push(others === 1 ? 'an argument' : `${others} arguments`)
  return { name, endpoint: { kind: 'stdio', command: program, package: named }, dropped }
}

function withAddress(name: string, text: string, type: Json | undefined, dropped: string[]) {
  const address = readAddress(text)
  if (address === null) return null
  const kind: 'http' | 'sse' = type === 'sse' ? 'sse' : 'http'
  const { url, isWhole } = address
  return { name, endpoint: { kind, url, isWhole }, dropped: [...dropped, ...address.dropped] }
}

/** `npx mcp-remote https://…`: a server with an address, for clients that only start programs. */
function bridged(args: readonly string[]): string | undefined {
  return args.some((arg) => /^(?:mcp-remote|supergateway)(?:@|$)/.test(arg))
    ? args.find((arg) => /^https?:\/\//i.test(arg))
    : undefined
}

/** The program's own name, or no more than that there is one: an assignment before it may hold a secret. */
function programIn(command: string): string {
  const name = command.trim().split(/\s/)[0]?.split(/[\\/]/).at(-1) ?? ''
  return /^[\w.+-]{1,40}$/.test(name) && !looksLikeKey(name) ? name : 'a program'
}

const PACKAGE = /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w./-]*(?:[@:][\w.-]+)?$/i

/** The first argument that is no switch, where the program is one that fetches packages. */
function packageOf(program: string, args: readonly string[]): string | null {
  if (!/^(?:npx|bunx|pnpx|uvx|pipx|docker|podman)(?:\.cmd|\.exe)?$/i.test(program)) return null
  const isImage = /^(?:docker|podman)/i.test(program)
  const words = args.filter((arg) => !arg.startsWith('-') && !['run', 'dlx', 'exec'].includes(arg))
  // After docker's -e stands the name of a variable; an image is written in small letters.
  const found = isImage ? words.find((word) => word.includes('/')) : words[0]
  const usable = found !== undefined && found.length <= 214 && PACKAGE.test(found)
  return usable && !found.split('/').some(looksLikeKey) ? found : null
}

function namesIn(entry: JsonObject, key: string, word: string): string[] {
  const value = member(entry, key)
  if (!isJsonObject(value)) return []
  return Object.keys(value).map((name) => `${word} ${looksLikeKey(name) ? '(hidden)' : visible(name)}`)
}

function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

const MAX_NAME = 80

/** On one line, without what cannot be seen, cut. */
export function visible(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_NAME)
}
