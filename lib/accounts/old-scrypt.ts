// Password hashes of before Argon2id: they are known still, and replaced when their owner signs in.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

type Cost = { readonly ln: number; readonly r: number; readonly p: number }
type Stored = { readonly cost: Cost; readonly salt: Buffer; readonly key: Buffer }

const KEY_BYTES = 32
const SALT_BYTES = 16
// What they were made with: the price of one that is not there.
const DUMMY: Stored = {
  cost: { ln: 17, r: 8, p: 1 },
  salt: randomBytes(SALT_BYTES),
  key: randomBytes(KEY_BYTES),
}

/** A hash in PHC form, `$scrypt$ln=17,r=8,p=1$<salt>$<key>`; null for anything else. */
export function parseScrypt(stored: string): Stored | null {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/.exec(stored)
  const [, ln, r, p, salt, key] = match ?? []
  if (!ln || !r || !p || !salt || !key) return null
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) }
  return { cost, salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') }
}

/** What it costs to compare with it, or with none. */
export function scryptCost(stored: Stored | null): string {
  const { ln, r, p } = (stored ?? DUMMY).cost
  return `scrypt ln=${ln},r=${r},p=${p}`
}

/**
 * Whether `password` is the one that was hashed.
 * @param stored null where there is none: the work is done all the same, and the answer is false
 */
export async function isScryptOf(password: string, stored: Stored | null): Promise<boolean> {
  const { cost, salt, key } = stored ?? DUMMY
  const derived = await derive(password, salt, cost)
  return timingSafeEqual(derived, key) && stored !== null
}

function derive(password: string, salt: Buffer, { ln, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** ln
  const maxmem = 2 * 128 * N * r
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, { N, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}
