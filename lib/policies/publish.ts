// Publishing: parse, check, and one transaction that moves the pointer from the version its author saw.
import type { Member } from '#lib/data/model.ts'
import { requirePolicy } from '#lib/data/policies.ts'
import { createPolicy, type Published, publishVersion, rollBack } from '#lib/data/publish.ts'
import { requireServer } from '#lib/data/servers.ts'
import { Fault } from '#lib/fault.ts'
import type { Format } from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'
import { publishable, toolsOf } from './check.ts'

const MAX_NAME_LENGTH = 80
const MAX_COMMENT_LENGTH = 500

export type Publication = {
  readonly serverId: string
  /** Absent for a policy that does not exist yet. */
  readonly policyId?: string
  /** Of a new policy; "<server's name> policy" where absent. */
  readonly name?: string
  /** The text as written; it is stored so. */
  readonly document: string
  /** What the text looks like, unless it is said. */
  readonly format?: Format
  /** The published version that the text was made from; 0 for a new policy. */
  readonly baseVersion: number
  readonly comment?: string
}

/**
 * Publishes a policy's next version, or a new policy's first.
 * @throws Fault forbidden, not-found, invalid-input, policy-invalid {errors, warnings}, version-conflict {current}
 */
export async function publishPolicy(member: Member, publication: Publication): Promise<Published> {
  requirePermission(member, 'policies.write')
  const { serverId, policyId, document, format, baseVersion } = publication
  const comment = checkComment(publication.comment ?? '')
  const server = await requireServer(member.organisation, serverId)
  if (policyId !== undefined) await requirePolicy(member.organisation, policyId)
  const text = publishable(document, format, await toolsOf(member, serverId))
  if (policyId !== undefined)
    return publishVersion(member, { policyId, serverId, baseVersion }, text, comment)
  if (baseVersion !== 0)
    throw new Fault(
      'invalid-input',
      'A new policy starts from version 0. Name the policy to publish another version of it.',
    )
  return createPolicy(member, serverId, checkName(publication.name ?? `${server.name} policy`), text, comment)
}

/**
 * Publishes the text of an older version again, as a new version.
 * @throws Fault forbidden, not-found, policy-invalid where that text would not be published now
 */
export async function rollbackPolicy(
  member: Member,
  policyId: string,
  version: number,
): Promise<{ version: number }> {
  requirePermission(member, 'policies.write')
  const policy = await requirePolicy(member.organisation, policyId)
  const tools = await toolsOf(member, policy.serverId)
  const published = await rollBack(member, policyId, version, (source, format) => {
    publishable(source, format, tools)
  })
  return { version: published.version }
}

function checkName(name: string): string {
  const trimmed = name.trim()
  if (trimmed === '' || trimmed.length > MAX_NAME_LENGTH || /\p{Cc}/u.test(trimmed))
    throw new Fault(
      'invalid-input',
      `Give the policy a name of 1 to ${MAX_NAME_LENGTH} characters, on one line.`,
      {
        data: { field: 'name' },
      },
    )
  return trimmed
}

/** The comment of a version. @throws Fault invalid-input */
export function checkComment(comment: string): string {
  const trimmed = comment.trim()
  if (trimmed.length > MAX_COMMENT_LENGTH || trimmed.includes('\0'))
    throw new Fault('invalid-input', `A comment has at most ${MAX_COMMENT_LENGTH} characters.`, {
      data: { field: 'comment' },
    })
  return trimmed
}
