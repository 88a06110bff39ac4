// A message written as an attacker would: right for the most part, with something in it that two readers
// may take differently.
import type { Chance } from '#lib/policy/testing/chance.ts'

const INVISIBLE = ['\\u0000', '\\ufeff', '\\u200b', '\\u202e', '\u200d', '\u{e0061}', '\\u0085', '\\u2028']
const NUMBERS = [
  ...['0', '-0', '1', '-1', '1.0', '1e2', '1E+2', '0.1e-300', '9007199254740993', '1e400', '1e401', '2e-999'],
  ...[
    '01',
    '+1',
    '.5',
    '1.',
    '0x10',
    'NaN',
    'Infinity',
    '-Infinity',
    '1_000',
    '-',
    '1e',
    '123456789.123456789',
  ],
]
const WORDS = [
  'null',
  'true',
  'false',
  'undefined',
  'True',
  '""',
  '[]',
  '{}',
  '"\\ud800"',
  '"\\udc00\\ud800"',
]
const SPACES = ['', '', '', ' ', '\n', '\t', '\r\n', '\f', '\u00a0', '\ufeff', '/* x */', '//x\n']
const STRAY_KEYS = [
  '__proto__',
  'constructor',
  'tool',
  'task',
  'args',
  'Params',
  'METHOD',
  'toString',
  '0',
  '',
]

/** @param dirt one in so many places is written strangely */
export function writeDirty(value: unknown, chance: Chance, dirt: number): string {
  const odd = () => chance.once(dirt)
  const space = () => (odd() ? chance.pick(SPACES) : '')
  const text = (plain: string): string => {
    let written = JSON.stringify(plain)
    if (odd()) written = escapeOne(written, chance)
    if (odd()) written = insert(written, 1, chance.pick(INVISIBLE))
    if (chance.once(dirt * 8)) written = insert(written, written.length - 1, chance.pick(INVISIBLE))
    if (chance.once(dirt * 16)) written = written.replaceAll('"', "'")
    return written
  }
  const member = (key: string, each: unknown): string => `${text(key)}${space()}:${space()}${write(each)}`
  const write = (each: unknown): string => {
    if (odd()) return chance.pick([chance.pick(NUMBERS), chance.pick(WORDS)])
    if (typeof each === 'string') return text(each)
    if (Array.isArray(each)) return `[${space()}${each.map(write).join(`${space()},`)}${trailing()}]`
    if (typeof each !== 'object' || each === null) return JSON.stringify(each)
    const members = Object.entries(each).map(([key, inner]) => member(key, inner))
    if (odd()) members.push(rival(members, each, chance, member))
    if (odd()) members.push(member(chance.pick(STRAY_KEYS), chance.pick([1, {}, 'x', { role: 'admin' }])))
    if (odd()) members.reverse()
    return `{${space()}${members.join(`${space()},`)}${trailing()}}`
  }
  const trailing = () => (chance.once(dirt * 16) ? ',' : '')
  return `${space()}${write(value)}${space()}`
}

// A second member whose key some reader takes for the first one's.
function rival(
  members: readonly string[],
  object: object,
  chance: Chance,
  member: (key: string, value: unknown) => string,
): string {
  const keys = Object.keys(object)
  if (keys.length === 0 || members.length === 0) return member('x', 1)
  const key = chance.pick(keys)
  const alike = [
    key,
    key.toUpperCase(),
    key.replace('s', 'ſ').replace('k', '\u212a').replace('i', 'ı'),
    `${key}\0`,
    ` ${key}`,
    `${key}\u200b`,
    key.normalize('NFKD'),
  ]
  return member(chance.pick(alike), chance.pick(['fail', 'tools/list', { id: 'x' }, null, 2]))
}

function escapeOne(written: string, chance: Chance): string {
  const at = 1 + chance.below(Math.max(1, written.length - 2))
  const char = written.charCodeAt(at)
  if (char < 0x30 || char > 0x7a || written.includes('\\')) return written
  return `${written.slice(0, at)}\\u${char.toString(16).padStart(4, '0')}${written.slice(at + 1)}`
}

function insert(text: string, at: number, piece: string): string {
  return text.slice(0, at) + piece + text.slice(at)
}
