// A text for an example call. Names and addresses are the ones that are kept for examples (RFC 2606, 5737,
// 3849), so that a call that is sent by mistake reaches nobody.
import type { Json } from '#lib/json/index.ts'
import type { Way } from '#lib/policy/index.ts'
import { textMatching } from './matching-text.ts'
import { lastOf } from './way.ts'

const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-01-05',
  'date-time': '2026-01-05T09:00:00Z',
  time: '09:00:00Z',
  duration: 'PT1H',
  email: 'someone@example.com',
  'idn-email': 'someone@example.com',
  hostname: 'example.com',
  'idn-hostname': 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  'uri-reference': 'https://example.com/',
  iri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000001',
  'json-pointer': '/example',
  regex: '^example$',
}

const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/e-?mail/, 'someone@example.com'],
  [/url|uri|endpoint|webhook|link|website/, 'https://example.com/'],
  [/^(sql|statement)$|_sql$/, 'SELECT 1'],
  [/^(cmd|command|shell|script)$/, 'echo example'],
  [/^(code|expression|function)$/, '1 + 1'],
  [/date|since|until|from_?day/, '2026-01-05'],
  [/time$|timestamp|_at$/, '2026-01-05T09:00:00Z'],
  [/path|file|folder|directory|^dir$/, '/tmp/example.txt'],
  [/currency|moeda|moneda/, 'EUR'],
  [/country|pais/, 'DE'],
  [/amount|price|total|valor|monto/, '1.00'],
  [/phone|telefone|telefono/, '+12025550100'],
  [/query|search|^q$|keyword/, 'example'],
  [/(^|_)ids?$/, 'example-1'],
]

const DATE_HINT = /YYYY-MM-DD(?!T)/
const INSTANT_HINT = /ISO[ -]?8601|RFC ?3339|YYYY-MM-DDT/

/** A text that fits what is said of its format, pattern and length. */
export function exampleText(way: Way, name: string): { readonly value: Json; readonly sure: boolean } {
  const patterns = way.map(({ pattern }) => pattern).filter((pattern) => typeof pattern === 'string')
  const [pattern, ...others] = patterns
  const least = Math.max(0, ...way.map(({ minLength }) => (typeof minLength === 'number' ? minLength : 0)))
  const most = lastOf(way, 'maxLength') ?? Infinity
  if (pattern !== undefined) {
    const matching = textMatching(pattern)
    const length = [...(matching ?? '')].length
    const sure = matching !== null && others.length === 0 && length >= least && length <= most
    return { value: matching ?? wishedFor(way, name), sure: sure && formatOf(way) === undefined }
  }
  const wished = wishedFor(way, name)
  const fitted = within(wished, least, most)
  return { value: fitted, sure: fitted === wished || formatOf(way) === undefined }
}

const MAX_LENGTH = 200

function within(text: string, least: number, most: number): string {
  const characters = [...text]
  if (characters.length > most) return characters.slice(0, most).join('')
  // Beyond this the text is no example any more, and it is said that it does not fit.
  return characters.length < least ? text.padEnd(Math.min(least, MAX_LENGTH), 'x') : text
}

function wishedFor(way: Way, name: string): string {
  const format = formatOf(way)
  if (format !== undefined) return format
  const description = way.map(({ description }) => description).find((each) => typeof each === 'string') ?? ''
  const about = typeof description === 'string' ? description.slice(0, 500) : ''
  if (DATE_HINT.test(about)) return '2026-01-05'
  if (INSTANT_HINT.test(about)) return '2026-01-05T09:00:00Z'
  const plain = name
    .slice(0, 100)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
  return BY_NAME.find(([pattern]) => pattern.test(plain))?.[1] ?? 'example'
}

function formatOf(way: Way): string | undefined {
  for (const { format } of way)
    if (typeof format === 'string' && Object.hasOwn(FORMATS, format)) return FORMATS[format]
  return undefined
}
