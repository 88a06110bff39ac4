// A database whose clock is set by hand: a function that stands before the real one on the search path.
import pg from 'pg'
import { newDatabase } from '#testing/postgres.ts'
import { createPool } from '../pool.ts'

export type ClockedDatabase = {
  /** One connection, whose clock stands still until it is set. */
  readonly pool: pg.Pool
  /** Connections to the same database with the real clock. */
  readonly plain: pg.Pool
  setClock(ms: number): Promise<void>
  close(): Promise<void>
}

export async function newClockedDatabase(postgresUrl: string): Promise<ClockedDatabase> {
  const database = await newDatabase(postgresUrl)
  const plain = createPool(database.url, { max: 2 })
  await plain.query('CREATE SCHEMA by_hand')
  await plain.query(`CREATE FUNCTION by_hand.clock_timestamp() RETURNS timestamptz LANGUAGE sql
    AS $$ SELECT current_setting('by_hand.now')::timestamptz $$`)
  const options = '-c search_path=by_hand,public,pg_catalog'
  // A clock of its own is a matter of the session, which a pooler does not keep.
  const pool = new pg.Pool({ connectionString: database.directUrl, max: 1, options })
  return {
    pool,
    plain,
    setClock: async (ms) => {
      // Microseconds, where the number has them.
      const text = new Date(Math.floor(ms)).toISOString().slice(0, -1)
      const micros = String(Math.round((ms % 1) * 1000)).padStart(3, '0')
      await pool.query(`SELECT set_config('by_hand.now', $1, false)`, [`${text}${micros}Z`])
    },
    close: async () => {
      await pool.end()
      await plain.end()
      await database.drop()
    },
  }
}
