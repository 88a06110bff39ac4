import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import type { Sealer } from './seal.ts'

/** What every step stands on. */
export type Gate = { readonly config: Config; readonly deps: Deps; readonly sealer: Sealer }
