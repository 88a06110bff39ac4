// The one place where every statement of the gateway passes: the client of `pg`. A statement of a request
// that names a run may be refused, cut off, answered with nothing, or never answered though it was done.
import pg from 'pg'
import { ofStore, type StoreFault } from './way.ts'

type Query = (...values: unknown[]) => unknown
type Done = (error: unknown, result?: pg.QueryResult) => void

const own = pg.Client.prototype as unknown as { query: Query }
const query = own.query

own.query = function (this: pg.Client, ...values: unknown[]): unknown {
  const [text] = values
  const fault = ofStore(statementOf(text))
  if (fault === null) return Reflect.apply(query, this, values)
  const last = values.at(-1)
  const given = typeof last === 'function' ? values.slice(0, -1) : values
  const answer = answerOf(fault, () => Reflect.apply(query, this, given) as Promise<pg.QueryResult>)
  if (typeof last !== 'function') return answer
  const done = last as Done
  answer.then(
    (result) => done(null, result),
    (error: unknown) => done(error),
  )
  return undefined
}

async function answerOf(fault: StoreFault, ask: () => Promise<pg.QueryResult>): Promise<pg.QueryResult> {
  if (fault === 'refused') throw refusal()
  if (fault === 'cut off') throw new Error('read ECONNRESET')
  const result = await ask()
  if (fault === 'lost') throw new Error('Connection terminated unexpectedly')
  if (fault === 'slow') throw new Error('Query read timeout')
  if (fault === 'no rows') return { ...result, rows: [], rowCount: 0 }
  return { ...result, rows: result.rows.map(() => ({})) }
}

function refusal(): pg.DatabaseError {
  const error = new pg.DatabaseError('canceling statement due to statement timeout', 1, 'error')
  error.code = '57014'
  return error
}

function statementOf(text: unknown): string {
  const sql = typeof text === 'string' ? text : String((text as { text?: unknown } | null)?.text ?? '')
  return sql.trim().replace(/\s+/g, ' ').slice(0, 80)
}
