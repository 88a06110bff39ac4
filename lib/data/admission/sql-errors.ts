// What an error of the database says about the statement that met it.
import pg from 'pg'

/**
 * - `lost`: nothing; it may have been committed. A broken connection, an answer that timed out, a server that
 *   went away (08, 57P).
 * - `refused`: nothing was committed, and another try of the same would end the same way: a time-out (57014,
 *   55P03), a full disk (53), a server that takes no writes (25).
 * - `poisoned`: nothing was committed, and it may have been the fault of one call among many.
 */
export type Failure = 'lost' | 'refused' | 'poisoned'

export function failureOf(error: unknown): Failure {
  if (!(error instanceof pg.DatabaseError)) return 'lost'
  const code = error.code ?? '08'
  if (/^(08|57P)/.test(code)) return 'lost'
  return /^(25|53|55|57)/.test(code) ? 'refused' : 'poisoned'
}
