// The tokens of servers, over the connections that pages use.
import type { Pool } from './admission/index.ts'
import { pool } from './client.ts'

export function tokenStore(): Pool {
  return pool()
}
