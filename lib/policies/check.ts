// Everything that is wrong with a document, found in one go and before anything is written.
import { createHash } from 'node:crypto'
import type { Member, Tool } from '#lib/data/model.ts'
import type { VersionText } from '#lib/data/publish.ts'
import { requireServer } from '#lib/data/servers.ts'
import { listTools } from '#lib/data/tools.ts'
import { Fault } from '#lib/fault.ts'
import {
  type Issue,
  locateIssues,
  notEnforcedYet,
  parsePolicyText,
  validatePolicy,
} from '#lib/policy/index.ts'
import { requireRole } from '#lib/role.ts'

export type Checked = {
  readonly ok: boolean
  readonly errors: readonly Issue[]
  readonly warnings: readonly Issue[]
}

/**
 * Checks a text as publishing would; with a server, against its tools as well.
 * @throws Fault not-found (the server)
 */
export async function checkPolicy(
  member: Member,
  { serverId, document }: { serverId?: string; document: string },
): Promise<Checked> {
  requireRole(member, 'viewer')
  const { errors, warnings } = inspect(document, await toolsOf(member, serverId))
  return { ok: errors.length === 0, errors, warnings }
}

/**
 * The text as a version that may be published.
 * @throws Fault policy-invalid {errors, warnings}
 */
export function publishable(
  source: string,
  format: VersionText['format'] | undefined,
  tools: readonly Tool[],
): VersionText {
  const { canonical, errors, warnings } = inspect(source, tools, format)
  if (errors[0] || canonical === null) {
    const count = errors.length === 1 ? 'an error' : `${errors.length} errors`
    throw new Fault(
      'policy-invalid',
      `The policy has ${count} and was not published; what is published stays in force. ${errors[0]?.message ?? ''}`.trim(),
      { data: { errors, warnings } },
    )
  }
  const hash = createHash('sha256').update(canonical).digest('hex')
  return { source, format: format ?? formatOf(source), canonical, hash }
}

/** The tools that a server's policies are checked against. @throws Fault not-found */
export async function toolsOf(member: Member, serverId: string | undefined): Promise<readonly Tool[]> {
  if (serverId === undefined) return []
  await requireServer(member.organisation, serverId)
  return listTools(member.organisation, serverId)
}

function inspect(
  source: string,
  tools: readonly Tool[],
  format?: VersionText['format'],
): { canonical: string | null; errors: Issue[]; warnings: Issue[] } {
  const parsed = parsePolicyText(source, format === 'json' ? 'json' : 'jsonc')
  const issues = parsed.ok
    ? locateIssues(source, [
        ...notEnforcedYet(parsed.value.policy),
        ...validatePolicy(parsed.value.policy, tools),
      ])
    : parsed.issues
  const errors = issues.filter((issue) => issue.severity === 'error')
  return {
    canonical: parsed.ok ? parsed.value.canonical : null,
    errors,
    warnings: issues.filter((issue) => issue.severity === 'warning'),
  }
}

// Strict JSON is called so; comments make it the other.
function formatOf(source: string): 'json' | 'jsonc' {
  return parsePolicyText(source, 'json').ok ? 'json' : 'jsonc'
}
