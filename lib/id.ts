// Ids say what they name and whose it is: `srv_` + 12 characters of the organisation + 16 of their
// own. A gateway learns the tenant from the address of a server before it asks the database.
import { randomBytes } from 'node:crypto'

// Crockford's alphabet: no i, l, o, u, so an id can be read aloud and never spells a word.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const ORGANISATION_LENGTH = 12
const OWN_LENGTH = 16
// Nine characters hold 45 bits of milliseconds: until the year 3084.
const TIME_LENGTH = 9

export type IdPrefix =
  | 'srv'
  | 'pol'
  | 'ver'
  | 'grt'
  | 'key'
  | 'call'
  | 'evt'
  | 'apr'
  | 'alw'
  | 'chn'
  | 'ntc'
  | 'dlv'
  | 'stp'
  | 'shd'
  | 'inv'
  | 'prp'

/** 60 random bits: the id of an organisation, and the tenant part of every other id. */
export function newOrganisationId(): string {
  return randomText(ORGANISATION_LENGTH)
}

export function newUserId(): string {
  return `usr_${randomText(OWN_LENGTH)}`
}

/** An id of a tenant's object. `call` and `evt` ids sort by the time they were made, as do those
 * of notices (`ntc`) and deliveries (`dlv`), most of which Postgres makes in the same form. */
export function newId(prefix: IdPrefix, organisationId: string): string {
  const own =
    prefix === 'call' || prefix === 'evt' || prefix === 'ntc' || prefix === 'dlv'
      ? timeText(Date.now()) + randomText(OWN_LENGTH - TIME_LENGTH)
      : randomText(OWN_LENGTH)
  return `${prefix}_${organisationId}${own}`
}

/** The organisation that an id names, or null where the text is no id of that kind. */
export function organisationOf(prefix: IdPrefix, id: string): string | null {
  const match = new RegExp(
    `^${prefix}_([${ALPHABET}]{${ORGANISATION_LENGTH}})[${ALPHABET}]{${OWN_LENGTH}}$`,
  ).exec(id)
  return match?.[1] ?? null
}

/** When a `call` or `evt` id was made, in ms, by the clock of the process that made it. */
export function madeAt(id: string): number {
  return [...id.slice(-OWN_LENGTH, -OWN_LENGTH + TIME_LENGTH)].reduce(
    (ms, character) => ms * 32 + ALPHABET.indexOf(character),
    0,
  )
}

/** `bytes` in base 32, five bits a character. */
export function base32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(held >> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text
}

/** The same of the four bytes of a whole number below 2^32, the highest first: seven characters. */
export function base32OfInteger(value: number): string {
  let text = ALPHABET[(value << 3) & 31] ?? ''
  for (let rest = value >>> 2; text.length < 7; rest >>>= 5) text = ALPHABET[rest & 31] + text
  return text
}

function randomText(length: number): string {
  return base32(nextRandom(Math.ceil((length * 5) / 8))).slice(0, length)
}

// Asking the system for a few bytes costs as much as asking it for many. None is used twice.
let drawn = Buffer.alloc(0)
function nextRandom(count: number): Buffer {
  if (drawn.length < count) drawn = randomBytes(2048)
  const bytes = drawn.subarray(0, count)
  drawn = drawn.subarray(count)
  return bytes
}

function timeText(ms: number): string {
  let text = ''
  let rest = ms
  for (let i = 0; i < TIME_LENGTH; i++) {
    text = ALPHABET[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  return text
}
