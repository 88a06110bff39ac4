// Password hashes: scrypt at OWASP's parameters of 2025 (N = 2^17, r = 8, p = 1: 128 MiB and a third
// of a second each). A stored hash names its own parameters, so raising them breaks no account.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { Fault } from '#lib/fault.ts'

type Cost = { readonly ln: number; readonly r: number; readonly p: number }

const CURRENT: Cost = { ln: 17, r: 8, p: 1 }
const KEY_BYTES = 32
const SALT_BYTES = 16
// Memory, not processors, is what a burst of sign-ins would run out of.
const MAX_AT_ONCE = 2
const MAX_WAITING = 32

/** A hash in PHC form: `$scrypt$ln=17,r=8,p=1$<salt>$<key>`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const key = await derive(password, salt, CURRENT)
  return `$scrypt$ln=${CURRENT.ln},r=${CURRENT.r},p=${CURRENT.p}$${text(salt)}$${text(key)}`
}

/**
 * Whether `password` is the one that was hashed, at the same cost for every answer.
 * @param stored null where there is no account: the work is done all the same, and the answer is false
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = stored === null ? null : parse(stored)
  const { cost, salt, key } = parsed ?? DUMMY
  const derived = await derive(password, salt, cost)
  return timingSafeEqual(derived, key) && parsed !== null
}

/** True where a hash was made with other parameters than new ones are. */
export function isOutdated(stored: string): boolean {
  const cost = parse(stored)?.cost
  return !cost || cost.ln !== CURRENT.ln || cost.r !== CURRENT.r || cost.p !== CURRENT.p
}

const DUMMY = { cost: CURRENT, salt: randomBytes(SALT_BYTES), key: randomBytes(KEY_BYTES) }

function parse(stored: string): { cost: Cost; salt: Buffer; key: Buffer } | null {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/.exec(stored)
  const [, ln, r, p, salt, key] = match ?? []
  if (!ln || !r || !p || !salt || !key) return null
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) }
  return { cost, salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') }
}

let running = 0
const waiting: (() => void)[] = []

async function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  await turn()
  try {
    return await scryptKey(password, salt, cost)
  } finally {
    running--
    waiting.shift()?.()
  }
}

function turn(): Promise<void> | void {
  if (running < MAX_AT_ONCE) {
    running++
    return
  }
  if (waiting.length >= MAX_WAITING)
    throw new Fault(
      'too-many-attempts',
      'Many people are signing in at this moment. Try again in a minute.',
      {
        data: { retryAfterSeconds: 60 },
      },
    )
  return new Promise((resolve) => {
    waiting.push(() => {
      running++
      resolve()
    })
  })
}

function scryptKey(password: string, salt: Buffer, { ln, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** ln
  const maxmem = 2 * 128 * N * r
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, { N, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

function text(bytes: Buffer): string {
  return bytes.toString('base64url')
}
