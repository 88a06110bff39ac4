// A grant with several servers, as the product would make it.
import type pg from 'pg'
import { publish, type SeedTool, seedTool, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { newId } from '#lib/id.ts'

export type Added = { readonly serverId: string; readonly policyId: string }

/** Another server of the tenant's organisation, and of its grant. */
export async function addServer(
  pool: pg.Pool,
  tenant: Tenant,
  seed: { slug: string; url: string; tools?: readonly SeedTool[]; policy?: object },
): Promise<Added> {
  const { organisationId, grantId } = tenant
  const serverId = newId('srv', organisationId)
  const policyId = newId('pol', organisationId)
  await pool.query(
    'INSERT INTO server (organisation_id, id, slug, name, url, status) VALUES ($1, $2, $3, $4, $5, $6)',
    [organisationId, serverId, seed.slug, seed.slug.toUpperCase(), seed.url, 'ready'],
  )
  for (const [position, tool] of (seed.tools ?? []).entries())
    await seedTool(pool, { organisationId, serverId }, tool, position)
  await pool.query('INSERT INTO policy (organisation_id, id, server_id, name) VALUES ($1, $2, $3, $4)', [
    organisationId,
    policyId,
    serverId,
    'Policy',
  ])
  await publish(pool, { organisationId, policyId }, seed.policy ?? { version: '1', default: 'allow' })
  await pool.query(
    'INSERT INTO grant_server (organisation_id, grant_id, server_id, policy_id) VALUES ($1, $2, $3, $4)',
    [organisationId, grantId, serverId, policyId],
  )
  return { serverId, policyId }
}

/** The organisation's first server under another slug. */
export async function renameSlug(pool: pg.Pool, { serverId }: Tenant, slug: string): Promise<void> {
  await pool.query('UPDATE server SET slug = $2 WHERE id = $1', [serverId, slug])
}
