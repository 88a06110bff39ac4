// Password hashes: Argon2id at OWASP's parameters of 2025 (46 MiB, one pass, one lane). A stored hash names its own
// parameters, so raising them breaks no account.
import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { isScryptOf, parseScrypt, scryptCost } from './old-scrypt.ts'
import { inTurn } from './turns.ts'

// The algorithm is the package's default, Argon2id, and so is a salt of 16 bytes of chance.
const CURRENT = { memoryCost: 47_104, timeCost: 1, parallelism: 1, outputLen: 32 }
const BEGINNING = `$argon2id$v=19$m=${CURRENT.memoryCost},t=${CURRENT.timeCost},p=${CURRENT.parallelism}$`
const ARGON2ID = /^\$argon2id\$v=19\$m=\d{1,7},t=\d{1,2},p=\d\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/

/** A hash in PHC form: `$argon2id$v=19$m=47104,t=1,p=1$<salt>$<key>`. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, CURRENT))
}

/** One computation of an answer: what it costs, and what it says. */
type Work = { readonly cost: string; readonly isRight: () => Promise<boolean> }

/**
 * Whether `password` is the one that was hashed, at the same cost for every answer.
 * @param stored null where there is no account: the work is done all the same, and the answer is false
 * @param others whether hashes of before Argon2id are stored still: then the work of both is done for every answer, or the
 *   time would tell whose account is an old one
 */
export async function verifyPassword(
  password: string,
  stored: string | null,
  others: { readonly areOld: boolean } = { areOld: false },
): Promise<boolean> {
  let isRight = false
  // All of them, whatever the first has said.
  for (const work of worksOf(password, stored, others)) if (await inTurn(work.isRight)) isRight = true
  return isRight
}

/** What is computed for an answer: the same costs, in the same order, whatever is stored. */
export function worksOf(
  password: string,
  stored: string | null,
  others: { readonly areOld: boolean },
): readonly Work[] {
  const current = stored !== null && ARGON2ID.test(stored) ? stored : null
  const old = parseScrypt(stored ?? '')
  const shown = current ?? DUMMY
  const works = [
    {
      cost: shown.slice(0, shown.lastIndexOf('p=') + 3),
      isRight: async () => (await verify(shown, password)) && current !== null,
    },
  ]
  if (!old && !others.areOld) return works
  return [...works, { cost: scryptCost(old), isRight: () => isScryptOf(password, old) }]
}

/** True where a hash was made in another way than new ones are. */
export function isOutdated(stored: string): boolean {
  return !stored.startsWith(BEGINNING)
}

const DUMMY = `${BEGINNING}${plain(randomBytes(16))}$${plain(randomBytes(32))}`

function plain(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
