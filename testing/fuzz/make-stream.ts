// Event streams cut anywhere, with line ends of all three kinds.
import type { Chance } from '#lib/policy/testing/chance.ts'
import { mutateBytes } from './mutate.ts'

const MESSAGE = '{"jsonrpc":"2.0","id":1,"result":{}}'
const LINES = [
  ...[
    `data: ${MESSAGE}`,
    `data:${MESSAGE}`,
    'data: a',
    'data',
    'data:',
    'data:  b',
    'data: é😀',
    'data: \ufeff',
  ],
  ...[
    'event: message',
    'event: x',
    'event',
    'event:',
    'event:  message',
    'event: a',
    'Event: x',
    'event : x',
  ],
  ...[
    'id: 1',
    'id',
    'id: a\0b',
    'id:2',
    'retry: 10',
    'retry: x',
    'retry: -1',
    'retry:',
    'retry: 99999999999999',
  ],
  ...[
    ': comment',
    ':',
    'DATA: x',
    ' data: x',
    'data : x',
    '\ufeffdata: x',
    'unknown: 1',
    'data\0: x',
    '\u2028',
  ],
]
const ENDS = ['\n', '\r\n', '\r']

/** A stream in the pieces that arrive. */
export function makeStream(chance: Chance): Uint8Array[] {
  const end = chance.pick(ENDS)
  const line = () => (chance.once(3) ? '' : chance.pick(LINES)) + (chance.once(10) ? chance.pick(ENDS) : end)
  const text = (chance.once(12) ? '\ufeff' : '') + chance.some(1, 14, line).join('')
  const whole = Buffer.from(chance.once(3) ? text + end + end : text)
  const bytes = chance.once(4) ? mutateBytes(whole, chance, ENDS) : whole
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = chance.once(2) ? bytes.length : 1 + chance.below(9)
    chunks.push(bytes.subarray(at, at + length))
    at += length
  }
  return chunks
}
