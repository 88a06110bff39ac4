// What a person pasted to say which server they mean.
import { type Json, JsonSyntaxError, parseJson } from '#lib/json/index.ts'
import { type Address, readAddress } from './address.ts'
import { type PastedServer, serversIn } from './client-file.ts'
import { plainJson } from './jsonc.ts'
import { type PastedTools, toolsIn } from './tool-list.ts'

export type Paste =
  | { readonly kind: 'address'; readonly address: Address }
  | { readonly kind: 'servers'; readonly servers: readonly PastedServer[] }
  | ({ readonly kind: 'tools' } & PastedTools)
  /** `sentence` says what is wrong, and what to paste instead. */
  | { readonly kind: 'unreadable'; readonly sentence: string }

/** The longest text that is read, in UTF-16 units. */
export const MAX_PASTE = 2 * 1024 * 1024
const MAX_SERVERS = 100
const BOUNDS = { maxDepth: 130, maxNodes: 500_000 }
const WANTED = 'Paste the address of a server, a client’s file with its servers, or the answer to tools/list.'

/** Tells an address, a client's file and a list of tools apart by what they are. Nothing secret comes out of it. */
export function readPaste(text: string): Paste {
  const trimmed = text.trim()
  if (trimmed === '') return unreadable(WANTED)
  if (trimmed.length > MAX_PASTE)
    return unreadable('This is longer than 2 million characters, the most that is read.')
  if (!/^[[{]/.test(trimmed)) return readText(trimmed)
  const value = readJson(trimmed)
  if (typeof value === 'string') return unreadable(value)
  const tools = toolsIn(value.json)
  if (tools !== null) return { kind: 'tools', ...tools }
  const servers = serversIn(value.json)
  if (servers === null) return unreadable(`This JSON names no servers and lists no tools. ${WANTED}`)
  if (servers.length === 0)
    return unreadable('This file names no server with an address or a command. Paste one that does.')
  if (servers.length > MAX_SERVERS)
    return unreadable(`This file names more than ${MAX_SERVERS} servers. Paste a part of it.`)
  return { kind: 'servers', servers }
}

function readText(text: string): Paste {
  const address = /\s/.test(text)
    ? null
    : readAddress(/^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/.test(text) ? `https://${text}` : text)
  if (address !== null) return { kind: 'address', address }
  // A line of a stream of events, as a terminal shows an answer.
  const line = /^data:\s*(\{.*\})\s*$/m.exec(text)?.[1]
  return line === undefined ? unreadable(`This is no address and no JSON. ${WANTED}`) : readPaste(line)
}

function readJson(text: string): { readonly json: Json } | string {
  try {
    return { json: parseJson(text, BOUNDS) }
  } catch {
    try {
      return { json: parseJson(plainJson(text), BOUNDS) }
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error
      const line = text.slice(0, error.offset).split('\n').length
      return `This JSON breaks off or is wrong on line ${line}. Copy all of it, and paste it again.`
    }
  }
}

function unreadable(sentence: string): Paste {
  return { kind: 'unreadable', sentence }
}
