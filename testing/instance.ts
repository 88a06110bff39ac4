// A database of its own for a test file, with the settings that the product functions read from the
// environment, and people in it without the price of a password hash.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { createAccount } from '#lib/data/accounts.ts'
import { disconnect } from '#lib/data/client.ts'
import type { Member, Role } from '#lib/data/model.ts'
import { memberFrom } from '#lib/data/organisation.ts'
import { newUserId } from '#lib/id.ts'
import { newDatabase } from './postgres.ts'

export type Instance = {
  /** Plain SQL on the same database, for what a test looks at from behind. */
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>
  /** A connection of its own, for a transaction that a test keeps open. */
  readonly connect: () => Promise<pg.Client>
  readonly close: () => Promise<void>
}

/** Call once in a file, before anything reads the settings; `close` when the file is done. */
export async function startInstance(
  postgresUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Instance> {
  const { url, drop } = await newDatabase(postgresUrl)
  Object.assign(process.env, {
    DATABASE_URL: url,
    APP_URL: 'http://localhost:3000',
    SECRET_KEY: randomBytes(48).toString('base64'),
    SIGN_UP: 'open',
    ALLOW_PRIVATE_UPSTREAMS: 'true',
    LOG_LEVEL: 'silent',
    ...settings,
  })
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  return {
    sql: async (text, values = []) => (await pool.query(text, [...values])).rows,
    connect: async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return client
    },
    close: async () => {
      await pool.end()
      await disconnect()
      await drop()
    },
  }
}

let people = 0

/** The owner of a new organisation. */
export function newOwner(): Promise<Member> {
  people++
  const email = `owner-${people}-${randomBytes(3).toString('hex')}@example.com`
  return createAccount({ email, passwordHash: '', organisationName: `Organisation ${people}` }, 'user')
}

/** One more person of an organisation. */
export async function newColleague({ sql }: Instance, owner: Member, role: Role): Promise<Member> {
  const user = { id: newUserId(), email: `${role}-${randomBytes(4).toString('hex')}@example.com` }
  await sql('INSERT INTO "user" (id, email) VALUES ($1, $2)', [user.id, user.email])
  await sql('INSERT INTO member (organisation_id, user_id, role) VALUES ($1, $2, $3)', [
    owner.organisation.id,
    user.id,
    role,
  ])
  return memberFrom({ role, organisation: owner.organisation, user }, 'user')
}
