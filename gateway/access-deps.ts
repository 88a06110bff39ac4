// What the renewing of servers' access needs of this process.
import type { AccessDeps } from '#lib/access/index.ts'
import type { Pool } from '#lib/data/admission/index.ts'
import type { Config } from './config.ts'

export function accessDepsOf(pool: Pool, config: Config): AccessDeps {
  const { secretKey, allowPrivateUpstreams: allowPrivate, appUrl } = config
  return { pool, secretKey, reach: { allowPrivate, appUrl } }
}
