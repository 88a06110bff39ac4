// A document of another product, as one of this language. Nothing is stored or published.
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { type ImportResult, importPolicy } from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'
import { toolsOf } from './check.ts'

/**
 * Imports a text; with a server, the schemas of its tools say which arguments are required.
 * @throws Fault not-found (the server), policy-invalid {errors} where the text cannot be imported
 */
export async function importDocument(
  member: Member,
  { serverId, document }: { serverId?: string; document: string },
): Promise<Exclude<ImportResult, { issues: unknown }>> {
  requirePermission(member, 'policies.read')
  const imported = importPolicy(document, await toolsOf(member, serverId))
  if (!('issues' in imported)) return imported
  throw new Fault(
    'policy-invalid',
    `The document cannot be imported. ${imported.issues[0]?.message ?? ''}`.trim(),
    {
      data: { errors: imported.issues, warnings: [] },
    },
  )
}
