// One organisation with a server, its tools, a published policy and a grant, written by plain SQL: the
// state that the product's own functions would leave, without waiting for them.
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { newId, newOrganisationId, newUserId } from '#lib/id.ts'
import { canonicalJson, type JsonObject, parseJson } from '#lib/json/index.ts'
import { newToken } from '#lib/token.ts'

export type Tenant = {
  readonly organisationId: string
  readonly userId: string
  readonly email: string
  readonly serverId: string
  readonly policyId: string
  readonly grantId: string
  readonly token: string
  readonly tokenDigest: string
}
export type SeedTool = { readonly name: string; readonly [key: string]: unknown }

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A new organisation with everything that one call needs. `policy` null leaves the grant without one. */
export async function seedTenant(
  pool: pg.Pool,
  seed: { url?: string; tools?: readonly SeedTool[]; policy?: object | null; urlEnabled?: boolean } = {},
): Promise<Tenant> {
  const organisationId = newOrganisationId()
  const userId = newUserId()
  const email = `${userId}@example.test`
  const serverId = newId('srv', organisationId)
  await pool.query('INSERT INTO organisation (id, name) VALUES ($1, $2)', [organisationId, 'Test'])
  await pool.query('INSERT INTO "user" (id, email) VALUES ($1, $2)', [userId, email])
  await pool.query('INSERT INTO member (organisation_id, user_id, role) VALUES ($1, $2, $3)', [
    organisationId,
    userId,
    // No owner: tests let this person leave, and an organisation's only owner cannot.
    'admin',
  ])
  await pool.query(
    'INSERT INTO server (organisation_id, id, slug, name, url, status) VALUES ($1, $2, $3, $4, $5, $6)',
    [organisationId, serverId, 'live', 'Live', seed.url ?? 'http://127.0.0.1:9/mcp', 'ready'],
  )
  for (const [position, tool] of (seed.tools ?? []).entries())
    await seedTool(pool, { organisationId, serverId }, tool, position)
  const policyId = newId('pol', organisationId)
  await pool.query('INSERT INTO policy (organisation_id, id, server_id, name) VALUES ($1, $2, $3, $4)', [
    organisationId,
    policyId,
    serverId,
    'Policy',
  ])
  const grant = await seedGrant(pool, { organisationId, userId, serverId, policyId }, seed)
  if (seed.policy !== null)
    await publish(pool, { organisationId, policyId }, seed.policy ?? { version: '1', default: 'allow' })
  return { organisationId, userId, email, serverId, policyId, ...grant }
}

/** A pinned tool, exactly as a list of the server would give it. */
export async function seedTool(
  pool: pg.Pool,
  of: { organisationId: string; serverId: string },
  tool: SeedTool,
  position = 0,
): Promise<void> {
  const definition = JSON.stringify(tool)
  // As lib/upstream hashes: without `execution`, which one era alone lists.
  const { execution: _, ...pinned } = parseJson(definition) as JsonObject
  const hash = sha256(canonicalJson(pinned))
  await pool.query(
    `INSERT INTO tool (organisation_id, server_id, name, position, definition, hash, pinned_definition, pinned_hash,
                       category, severity, confidence, evidence)
     VALUES ($1, $2, $3, $4, $5, $6, $5, $6, 'Other', 'Medium', 1, '[]')`,
    [of.organisationId, of.serverId, tool.name, position, definition, hash],
  )
}

export async function seedGrant(
  pool: pg.Pool,
  of: { organisationId: string; userId: string; serverId: string; policyId: string | null },
  options: { urlEnabled?: boolean } = {},
): Promise<{ grantId: string; token: string; tokenDigest: string }> {
  const token = newToken('pcg', of.organisationId)
  const grantId = newId('grt', of.organisationId)
  await pool.query(
    `INSERT INTO "grant" (organisation_id, id, label, token_digest, token_end, url_enabled, created_by_id)
     VALUES ($1, $2, 'agent', $3, $4, $5, $6)`,
    [of.organisationId, grantId, token.digest, token.end, options.urlEnabled ?? false, of.userId],
  )
  await pool.query(
    'INSERT INTO grant_server (organisation_id, grant_id, server_id, policy_id) VALUES ($1, $2, $3, $4)',
    [of.organisationId, grantId, of.serverId, of.policyId],
  )
  return { grantId, token: token.text, tokenDigest: token.digest }
}

/** Publishes a document as a new version and returns the version's id. */
export async function publish(
  pool: pg.Pool,
  of: { organisationId: string; policyId: string },
  document: object,
): Promise<string> {
  const source = JSON.stringify(document)
  const canonical = canonicalJson(parseJson(source))
  const versionId = newId('ver', of.organisationId)
  await pool.query(
    `INSERT INTO policy_version (organisation_id, id, policy_id, number, source, format, canonical, hash)
     SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, 'json', $5, $6
       FROM policy_version WHERE organisation_id = $1 AND policy_id = $3`,
    [of.organisationId, versionId, of.policyId, source, canonical, sha256(canonical)],
  )
  await pool.query('UPDATE policy SET published_version_id = $3 WHERE organisation_id = $1 AND id = $2', [
    of.organisationId,
    of.policyId,
    versionId,
  ])
  return versionId
}

/** Publishes a baseline as the organisation's next version, or takes it back, and returns the version's id. */
export async function publishBaseline(
  pool: pg.Pool,
  { organisationId }: { organisationId: string },
  document: object | null,
): Promise<string | null> {
  const versionId = document && newId('ver', organisationId)
  if (document) {
    const source = JSON.stringify(document)
    const canonical = canonicalJson(parseJson(source))
    await pool.query(
      `INSERT INTO baseline_version (organisation_id, id, number, source, format, canonical, hash)
       SELECT $1, $2, coalesce(max(number), 0) + 1, $3, 'json', $4, $5 FROM baseline_version WHERE organisation_id = $1`,
      [organisationId, versionId, source, canonical, sha256(canonical)],
    )
  }
  await pool.query(
    `INSERT INTO baseline (organisation_id, published_version_id) VALUES ($1, $2)
     ON CONFLICT (organisation_id) DO UPDATE SET published_version_id = excluded.published_version_id`,
    [organisationId, versionId],
  )
  return versionId
}
