// The seals of one organisation, for its admins, over the connections that pages use.
import { pool } from './client.ts'
import type { Organisation } from './model.ts'
import {
  findSealState,
  isAuditExposed,
  type SealState,
  type Verification,
  verifyAudit,
} from './seals/index.ts'

export type { SealState, Verification }

export const auditSeals = {
  async state({ id }: Organisation): Promise<SealState & { readonly isExposed: boolean }> {
    const [state, isExposed] = await Promise.all([findSealState(pool(), id), isAuditExposed(pool())])
    return { ...state, isExposed }
  },
  verify({ id }: Organisation, root?: string): Promise<Verification> {
    return verifyAudit(pool(), id, root)
  },
}
