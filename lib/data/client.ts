// The one door to Postgres: one pool and one Prisma client per process. Nothing outside lib/data
// imports this file, and no type of Prisma's leaves the folder.
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { env } from '#lib/env.ts'
import { Prisma, PrismaClient } from '../../prisma/generated/prisma/client.ts'

/** The client, or the transaction that a function was called in. */
export type Database = PrismaClient | Transaction
export type Transaction = Prisma.TransactionClient

type Connections = { readonly pool: pg.Pool; readonly prisma: PrismaClient }

// Next may load this module once for each of its bundles; the process must still have one pool.
const KEY = Symbol.for('portcullis.database')
const holder = globalThis as typeof globalThis & { [KEY]?: Connections }

export function database(): PrismaClient {
  return connections().prisma
}

/** The pool under the client, for what speaks plain SQL by itself. */
export function pool(): pg.Pool {
  return connections().pool
}

/**
 * Runs `work` in one transaction: all of its changes and their audit events, or nothing.
 * Postgres' READ COMMITTED; what must not change meanwhile is locked by the work itself.
 */
export function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return database().$transaction(work, { maxWait: 10_000, timeout: 20_000 })
}

/** Ends the connections of this process, for programs that finish (the CLI, tests). */
export async function disconnect(): Promise<void> {
  const open = holder[KEY]
  holder[KEY] = undefined
  await open?.prisma.$disconnect()
  await open?.pool.end()
}

/** True where an insert met a row that has the same key. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}

function connections(): Connections {
  holder[KEY] ??= connect(env().databaseUrl)
  return holder[KEY]
}

function connect(url: string): Connections {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 10_000 })
  // An idle connection that the server closed is replaced at the next query; it must not end us.
  pool.on('error', () => {})
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) }
}
