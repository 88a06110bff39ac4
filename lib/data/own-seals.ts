// The seals of one organisation, for its admins, over the connections that pages use.
import pg from 'pg'
import { database, pool } from './client.ts'
import type { Organisation } from './model.ts'
import {
  findSealState,
  isAuditExposed,
  purgeAudit,
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

/**
 * Verifies every organisation's record, or one's, one after another: for whoever can read the database.
 * @param root must be one that the record goes through
 */
export async function* verifyAudits(
  organisationId?: string,
  root?: string,
): AsyncGenerator<Verification & { readonly name: string }> {
  const organisations = await database().organisation.findMany({
    where: organisationId === undefined ? {} : { id: organisationId },
    select: { id: true, name: true },
    orderBy: { id: 'asc' },
  })
  for (const { id, name } of organisations) yield { ...(await verifyAudit(pool(), id, root)), name }
}

/** Purges over a connection of its own: another role than that of the application may do it. @returns entries */
export async function purgeAuditOver(databaseUrl: string, before: Date): Promise<number> {
  const own = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  try {
    return await purgeAudit(own, before)
  } finally {
    await own.end()
  }
}
