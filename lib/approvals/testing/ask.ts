// An approval as admission leaves it, without a gateway.
import { createHash } from 'node:crypto'
import type { World } from '#lib/api/testing/world.ts'
import { env } from '#lib/env.ts'
import { newId } from '#lib/id.ts'
import { fromPlain, type JsonObject } from '#lib/json/index.ts'
import { sealCall } from '#lib/sealed-call.ts'
import type { Instance } from '#testing/instance.ts'

/** Asks about a call of `read_stream`, the tool of the world's server. @returns the approval's id */
export async function askFor(
  { sql }: Instance,
  { owner, server, grant, policyId }: World,
  { args = {}, client = 'test', seconds = 600 }: { args?: object; client?: string; seconds?: number } = {},
): Promise<string> {
  const organisationId = owner.organisation.id
  const id = newId('apr', organisationId)
  const { sealed, bytes, digest } = sealCall(
    env().secretKey,
    { organisationId, approvalId: id },
    { arguments: fromPlain(args) as JsonObject, inputResponses: null, requestState: null },
  )
  const subject = createHash('sha256').update(`${organisationId} ${grant.id} ${digest}`).digest('hex')
  const rows = await sql(
    `INSERT INTO approval (organisation_id, id, digest, open_digest, grant_id, server_id, server_revision, tool, tool_hash,
                           policy_version_id, rule, reason, client, sealed_call, call_bytes, call_digest, asked_at,
                           last_asked_at, expires_at)
     SELECT $1, $2, $3, $3, $4, s.id, s.revision, t.name, t.pinned_hash, p.published_version_id,
            '/tools/read_stream/require_approval', '', $5, $6, $7, $8, clock_timestamp(), clock_timestamp(),
            clock_timestamp() + make_interval(secs => $9)
       FROM server s JOIN tool t ON t.organisation_id = s.organisation_id AND t.server_id = s.id AND t.name = 'read_stream'
       JOIN policy p ON p.organisation_id = s.organisation_id AND p.id = $10
      WHERE s.organisation_id = $1 AND s.id = $11 RETURNING id`,
    [organisationId, id, subject, grant.id, client, sealed, bytes, digest, seconds, policyId, server.id],
  )
  if (rows.length !== 1) throw new Error('no such tool to ask about')
  return id
}
