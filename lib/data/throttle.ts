// Attempts at passwords, and messages of visitors, counted in Postgres so that every replica counts together. An attempt is
// taken before the password is looked at: parallel guesses cannot slip past the count. Keys are
// digests, so the table is no list of the addresses that people typed.
import { createHash } from 'node:crypto'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { Fault } from '#lib/fault.ts'
import { count } from '#lib/metrics/index.ts'
import { pool } from './client.ts'

const SECONDS = { quarter: 15 * 60, hour: 60 * 60, day: 24 * 60 * 60 }

/** Every throttle, with how many attempts it lets through in how long. */
export const THROTTLES = {
  // From browsers that are not known (lib/accounts/known-browser.ts); the owner's own is counted apart, so a stranger who
  // types wrong passwords does not keep the owner out.
  'sign-in-account': { attempts: 10, seconds: SECONDS.hour },
  'sign-in-browser': { attempts: 10, seconds: SECONDS.quarter },
  // Wrong passwords of the whole installation: one password tried on every account, from everywhere.
  'sign-in-all': { attempts: 3000, seconds: SECONDS.hour },
  'sign-in-address': { attempts: 100, seconds: SECONDS.hour },
  // How often somebody is told that passwords are being tried: the account's owner, and whoever runs the installation.
  'alarm-account': { attempts: 1, seconds: SECONDS.day },
  'alarm-all': { attempts: 1, seconds: SECONDS.hour },
  // Codes have six digits: what is let through in an hour is what may be guessed in it.
  'second-step-account': { attempts: 10, seconds: SECONDS.hour },
  // Questions to passkeys are rows for ten minutes.
  'passkey-address': { attempts: 300, seconds: SECONDS.hour },
  'confirm-account': { attempts: 10, seconds: SECONDS.hour },
  'sign-up-address': { attempts: 100, seconds: SECONDS.hour },
  // Letters to people who did not ask for one, by one organisation.
  'invite-organisation': { attempts: 100, seconds: SECONDS.hour },
  // Letters about accounts: to one mailbox, and asked for from one place.
  'mail-account': { attempts: 5, seconds: SECONDS.hour },
  'mail-address': { attempts: 30, seconds: SECONDS.hour },
  // Messages to whoever runs this, by people who have no account.
  'contact-address': { attempts: 5, seconds: SECONDS.hour },
  // All of them together: many addresses must not fill a mailbox either.
  contact: { attempts: 200, seconds: SECONDS.hour },
  // Visitors without an account: what one address may begin and keep, and all of them together.
  'trial-address': { attempts: 60, seconds: SECONDS.hour },
  'trial-all': { attempts: 1200, seconds: SECONDS.hour },
  'trial-draft-address': { attempts: 1500, seconds: SECONDS.hour },
} as const
export type ThrottleName = keyof typeof THROTTLES

/**
 * Counts one attempt.
 * @throws Fault too-many-attempts {retryAfterSeconds}; store-unavailable where nothing could be counted
 */
export async function takeAttempt(name: ThrottleName, key: string): Promise<void> {
  try {
    await limiter(name).consume(digestOf(key))
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw storeUnavailable(refusal)
    count('portcullis_throttled_total', { throttle: name })
    const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
    throw new Fault('too-many-attempts', `Too many attempts. Try again in ${waitText(retryAfterSeconds)}.`, {
      data: { retryAfterSeconds },
    })
  }
}

/** Gives one attempt back: it was a good one, and shared addresses have many people. */
export async function returnAttempt(name: ThrottleName, key: string): Promise<void> {
  await limiter(name)
    .reward(digestOf(key))
    .catch((error) => Promise.reject(storeUnavailable(error)))
}

/** Forgets the attempts of a key: its owner has just proved to be the owner. */
export async function forgetAttempts(name: ThrottleName, key: string): Promise<void> {
  await limiter(name)
    .delete(digestOf(key))
    .catch((error) => Promise.reject(storeUnavailable(error)))
}

// The package names its statements, which a pooler would give to the next client's connection as well.
const UNNAMED = {
  query: ({ text, values }: { text: string; values: unknown[] }) => pool().query(text, values),
}
const limiters = new Map<ThrottleName, RateLimiterPostgres>()

function limiter(name: ThrottleName): RateLimiterPostgres {
  const known = limiters.get(name)
  if (known) return known
  const { attempts, seconds } = THROTTLES[name]
  const made = new RateLimiterPostgres({
    storeClient: UNNAMED,
    storeType: 'pool',
    tableName: 'throttle',
    tableCreated: true,
    keyPrefix: name,
    points: attempts,
    duration: seconds,
  })
  limiters.set(name, made)
  return made
}

function storeUnavailable(cause: unknown): Fault {
  return new Fault('store-unavailable', 'The database did not answer. Try again in a moment.', { cause })
}

function waitText(seconds: number): string {
  if (seconds < 60) return `${seconds} second${seconds === 1 ? '' : 's'}`
  const minutes = Math.ceil(seconds / 60)
  return `${minutes} minute${minutes === 1 ? '' : 's'}`
}

function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
