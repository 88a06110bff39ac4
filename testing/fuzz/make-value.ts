// JSON values and answers of a server, mostly right.
import type { Chance } from '#lib/policy/testing/chance.ts'
import { mutateBytes, textOf } from './mutate.ts'
import { writeDirty } from './write-dirty.ts'

const TEXTS = ['', 'a', 'é', '😀', '\u0000', '\\', '"', '\u2028', '__proto__', 'name', ' x ', '\ud83d\ude00b']
const PLAIN = [null, true, false, 0, 1, -1, 1.5, 1e21, 1e-7, 2 ** 53]

/** The text of some value, written more or less properly. */
export function makeValue(chance: Chance): string {
  return dirty(someValue(chance, 4), chance)
}

/** The text of an answer, error, notification or request of a server. */
export function makeReply(chance: Chance): string {
  const id = chance.pick<unknown>([1, 'a', null, 0])
  const replies = [
    { jsonrpc: '2.0', id, result: { content: [], x: someValue(chance, 2) } },
    { jsonrpc: '2.0', id, error: { code: -32602, message: 'no', data: someValue(chance, 2) } },
    {
      jsonrpc: '2.0',
      method: 'notifications/message',
      params: { level: 'info', data: someValue(chance, 2) },
    },
    { jsonrpc: '2.0', id, method: 'sampling/createMessage', params: { messages: [] } },
  ]
  return dirty(chance.pick<unknown>(replies), chance)
}

function dirty(value: unknown, chance: Chance): string {
  const written = writeDirty(value, chance, chance.pick([10, 40, 200]))
  return chance.once(5) ? (textOf(mutateBytes(Buffer.from(written), chance)) ?? written) : written
}

function someValue(chance: Chance, depth: number): unknown {
  if (depth === 0 || chance.once(3)) return chance.once(2) ? chance.pick(TEXTS) : chance.pick<unknown>(PLAIN)
  if (chance.once(2)) return chance.some(0, 4, () => someValue(chance, depth - 1))
  const keys = chance.some(0, 4, () => chance.pick(['a', 'b', 'name', '', '1', '__proto__', 'é', 'toString']))
  return Object.fromEntries(keys.map((key) => [key, someValue(chance, depth - 1)]))
}
