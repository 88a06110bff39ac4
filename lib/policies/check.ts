// Everything that is wrong with a document, found in one go and before anything is written.
import { createHash } from 'node:crypto'
import type { Member, Tool } from '#lib/data/model.ts'
import type { VersionText } from '#lib/data/publish.ts'
import { requireServer } from '#lib/data/servers.ts'
import { listTools } from '#lib/data/tools.ts'
import { Fault } from '#lib/fault.ts'
import {
  type Format,
  formatAs,
  type Issue,
  locateIssue,
  type PolicyDocument,
  parsePolicyText,
  validatePolicy,
} from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'

export type Checked = {
  readonly ok: boolean
  readonly errors: readonly Issue[]
  readonly warnings: readonly Issue[]
}

/**
 * Checks a text as publishing would; with a server, against its tools as well.
 * @param format what the text looks like, unless it is said
 * @throws Fault not-found (the server)
 */
export async function checkPolicy(
  member: Member,
  { serverId, document, format }: { serverId?: string; document: string; format?: Format },
): Promise<Checked> {
  requirePermission(member, 'policies.read')
  const { errors, warnings } = inspect(document, formatAs(document, format), await toolsOf(member, serverId))
  return { ok: errors.length === 0, errors, warnings }
}

/**
 * The text as a version that may be published, in the format that it is said to have or looks like.
 * @throws Fault policy-invalid {errors, warnings}
 */
export function publishable(source: string, said: Format | undefined, tools: readonly Tool[]): VersionText {
  const format = formatAs(source, said)
  const { canonical, errors, warnings } = inspect(source, format, tools)
  if (errors[0] || canonical === null) {
    const count = errors.length === 1 ? 'an error' : `${errors.length} errors`
    throw new Fault(
      'policy-invalid',
      `The policy has ${count} and was not published; what is published stays in force. ${errors[0]?.message ?? ''}`.trim(),
      { data: { errors, warnings } },
    )
  }
  const hash = createHash('sha256').update(canonical).digest('hex')
  return { source, format, canonical, hash }
}

/** The tools that a server's policies are checked against. @throws Fault not-found */
export async function toolsOf(member: Member, serverId: string | undefined): Promise<readonly Tool[]> {
  if (serverId === undefined) return []
  await requireServer(member.organisation, serverId)
  return listTools(member.organisation, serverId)
}

function inspect(
  source: string,
  format: Format,
  tools: readonly Tool[],
): { canonical: string | null; errors: Issue[]; warnings: Issue[] } {
  const parsed = parsePolicyText(source, format)
  const issues = parsed.ok ? issuesOf(parsed.value, tools) : parsed.issues
  const errors = issues.filter((issue) => issue.severity === 'error')
  return {
    canonical: parsed.ok ? parsed.value.canonical : null,
    errors,
    warnings: issues.filter((issue) => issue.severity === 'warning'),
  }
}

function issuesOf({ policy, root }: PolicyDocument, tools: readonly Tool[]): Issue[] {
  return validatePolicy(policy, tools).map((issue) => locateIssue(root, issue))
}
