// Every operation of the API there is.
import type { Operation } from '../operation.ts'
import * as approvals from './approvals.ts'
import * as audit from './audit.ts'
import * as calls from './calls.ts'
import * as grants from './grants.ts'
import * as imports from './imports.ts'
import * as notices from './notices.ts'
import * as organisation from './organisation.ts'
import * as policies from './policies.ts'
import * as recording from './recording.ts'
import * as servers from './servers.ts'
import * as tools from './tools.ts'

export {
  approvals,
  audit,
  calls,
  grants,
  imports,
  notices,
  organisation,
  policies,
  recording,
  servers,
  tools,
}

export const operations: readonly Operation[] = [
  servers,
  recording,
  tools,
  policies,
  imports,
  grants,
  calls,
  approvals,
  audit,
  organisation,
  notices,
].flatMap((group) => Object.values<Operation>(group))
