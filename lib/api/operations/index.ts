// Every operation of the API there is.
import type { Operation } from '../operation.ts'
import * as accounts from './accounts.ts'
import * as apiKeys from './api-keys.ts'
import * as approvals from './approvals.ts'
import * as audit from './audit.ts'
import * as baseline from './baseline.ts'
import * as calls from './calls.ts'
import * as catalogue from './catalogue.ts'
import * as grants from './grants.ts'
import * as imports from './imports.ts'
import * as inventory from './inventory.ts'
import * as members from './members.ts'
import * as notices from './notices.ts'
import * as organisation from './organisation.ts'
import * as policies from './policies.ts'
import * as proposals from './proposals.ts'
import * as recording from './recording.ts'
import * as servers from './servers.ts'
import * as shadows from './shadows.ts'
import * as simulations from './simulations.ts'
import * as stops from './stops.ts'
import * as tools from './tools.ts'
import * as usage from './usage.ts'

export {
  accounts,
  apiKeys,
  approvals,
  audit,
  baseline,
  calls,
  catalogue,
  grants,
  imports,
  inventory,
  members,
  notices,
  organisation,
  policies,
  proposals,
  recording,
  servers,
  shadows,
  simulations,
  stops,
  tools,
  usage,
}

export const operations: readonly Operation[] = [
  servers,
  accounts,
  recording,
  tools,
  policies,
  shadows,
  simulations,
  proposals,
  imports,
  baseline,
  inventory,
  grants,
  calls,
  approvals,
  audit,
  organisation,
  members,
  apiKeys,
  notices,
  usage,
  stops,
  catalogue,
].flatMap((group) => Object.values<Operation>(group))
