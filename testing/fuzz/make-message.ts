// Messages of both eras with the headers that go with them, mostly right.
import type { Chance } from '#lib/policy/testing/chance.ts'
import type { Sent } from './check-message.ts'
import { mutateBytes, textOf } from './mutate.ts'
import { writeDirty } from './write-dirty.ts'

const NAMES = ['echo', 'delete_account', 'sörver', 'Ünder.score-1', '=?base64?ZmFpbA==?=', 'a b', 'fail']
const METHODS = ['tools/list', 'resources/read', 'prompts/get', 'initialize', 'ping', 'server/discover']
const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'fuzz', version: '1' },
}
const ARGUMENTS = [
  {},
  { text: 'hi' },
  { amount: 1.5, to: ['a', { b: null }] },
  { path: '/srv', deep: [[[1]]] },
]

/** One message as it would arrive: its text, and the three headers that repeat it. */
export function makeMessage(chance: Chance): Sent {
  const isModern = chance.once(2)
  const message = messageOf(chance, isModern)
  const dirt = chance.pick([12, 40, 120, 1000])
  const written = writeDirty(message, chance, dirt)
  const bytes = Buffer.from(written)
  const text = chance.once(5) ? (textOf(mutateBytes(bytes, chance)) ?? written) : written
  return { text, headers: headersOf(message, isModern, chance) }
}

function messageOf(chance: Chance, isModern: boolean): Record<string, unknown> {
  const id = chance.pick<unknown>([1, 'a', 0, '1', 77])
  const meta = isModern ? { _meta: META } : {}
  switch (chance.below(8)) {
    case 0:
      return { jsonrpc: '2.0', method: chance.pick(NOTIFICATIONS), params: {} }
    case 1:
      return { jsonrpc: '2.0', id, result: { action: 'accept' } }
    case 2: {
      const uri = 'file:///a'
      const method = chance.pick(METHODS)
      const params = { 'resources/read': { uri }, 'prompts/get': { name: chance.pick(NAMES) } }[method] ?? {}
      const version = method === 'initialize' ? { protocolVersion: '2025-11-25' } : {}
      return { jsonrpc: '2.0', id, method, params: { ...params, ...version, ...meta } }
    }
    default: {
      const params = { name: chance.pick(NAMES), arguments: chance.pick(ARGUMENTS), ...meta }
      return { jsonrpc: '2.0', id, method: 'tools/call', params }
    }
  }
}

const NOTIFICATIONS = ['notifications/initialized', 'notifications/cancelled', 'notifications/x']

function headersOf(message: Record<string, unknown>, isModern: boolean, chance: Chance): Sent['headers'] {
  if (!isModern && !chance.once(8))
    return { version: chance.once(3) ? undefined : chance.pick(['2025-11-25', '2025-06-18']) }
  const params = (message.params ?? {}) as Record<string, unknown>
  const named = String(params.name ?? params.uri ?? chance.pick(NAMES))
  return {
    version: chance.once(20) ? chance.pick(['2025-11-25', '2026-07-28\u00a0', 'x', '']) : '2026-07-28',
    method: chance.once(20) ? chance.pick(['tools/list', 'Tools/Call', '']) : String(message.method),
    name: chance.once(30) ? undefined : nameHeader(named, chance),
  }
}

// As a header can carry it: bytes of Latin-1 without control characters, white space at the ends gone.
function nameHeader(name: string, chance: Chance): string {
  const base64 = Buffer.from(name).toString('base64')
  const isPlain = /^[!-~]+$/.test(name) && !name.startsWith('=?')
  if (!chance.once(4)) return isPlain ? name : `=?base64?${base64}?=`
  const odd = [
    `=?base64?${base64.replace(/=+$/, '')}?=`,
    `=?BASE64?${base64}?=`,
    `=?base64?${base64}`,
    `=?base64?${base64.slice(0, 2)} ${base64.slice(2)}?=`,
    `=?base64?${base64}====?=`,
    `=?base64?${Buffer.from(name, 'utf16le').toString('base64')}?=`,
    `=?utf-8?q?${name}?=`,
    `${name}\u00a0`,
    `"${name}"`,
    name.toUpperCase(),
    encodeURIComponent(name),
    name,
  ]
  return chance
    .pick(odd)
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, '')
    .replace(/^[ \t]+|[ \t]+$/g, '')
}
