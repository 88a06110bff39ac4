// The baseline of an organisation: what no policy of it can let through.
import { createHash } from 'node:crypto'
import * as rows from '#lib/data/baseline.ts'
import type { Member, PolicyVersion } from '#lib/data/model.ts'
import type { VersionText } from '#lib/data/publish.ts'
import { Fault } from '#lib/fault.ts'
import {
  type Format,
  formatAs,
  type Issue,
  locateIssue,
  parseBaselineText,
  validatePolicy,
} from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'

const MAX_COMMENT_LENGTH = 500

/** What is published, or null. */
export async function getBaseline(member: Member): Promise<PolicyVersion | null> {
  requirePermission(member, 'policies.read')
  return rows.findBaseline(member.organisation)
}

/** The published document as canonical JSON, which is what is enforced; null where there is none. */
export async function getBaselineDocument(member: Member): Promise<string | null> {
  requirePermission(member, 'policies.read')
  return (await rows.findBaseline(member.organisation))?.canonical ?? null
}

/** Newest first. */
export async function listBaselineVersions(member: Member): Promise<PolicyVersion[]> {
  requirePermission(member, 'policies.read')
  return rows.listBaselineVersions(member.organisation)
}

export type CheckedBaseline = {
  readonly ok: boolean
  readonly errors: readonly Issue[]
  readonly warnings: readonly Issue[]
}

/** Everything that publishing would say of a text. */
export function checkBaseline(
  member: Member,
  { document, format }: { readonly document: string; readonly format?: Format | undefined },
): CheckedBaseline {
  requirePermission(member, 'policies.read')
  const { errors, warnings } = inspect(document, formatAs(document, format))
  return { ok: errors.length === 0, errors, warnings }
}

/**
 * Publishes the next version: it holds for every call that begins after this has returned, on every replica.
 * @param baseVersion the published version that the text was made from; 0 where there is none
 * @throws Fault forbidden, invalid-input, policy-invalid {errors, warnings}, version-conflict {current}
 */
export async function publishBaseline(
  member: Member,
  publication: {
    readonly document: string
    readonly format?: Format | undefined
    readonly baseVersion: number
    readonly comment?: string | undefined
  },
): Promise<{ readonly version: number }> {
  requirePermission(member, 'policies.write')
  const { document, format, baseVersion } = publication
  const comment = (publication.comment ?? '').trim()
  if (comment.length > MAX_COMMENT_LENGTH || comment.includes('\0'))
    throw new Fault('invalid-input', `A comment has at most ${MAX_COMMENT_LENGTH} characters.`, {
      data: { field: 'comment' },
    })
  return rows.publishBaselineVersion(member, baseVersion, publishable(document, format), comment)
}

/**
 * Publishes the text of an older version again, as a new version.
 * @throws Fault forbidden, not-found, policy-invalid where that text would not be published now
 */
export async function rollbackBaseline(
  member: Member,
  version: number,
): Promise<{ readonly version: number }> {
  requirePermission(member, 'policies.write')
  return rows.rollBackBaseline(member, version, (source, format) => void publishable(source, format))
}

function publishable(source: string, said: Format | undefined): VersionText {
  const format = formatAs(source, said)
  const { canonical, errors, warnings } = inspect(source, format)
  if (errors[0] || canonical === null) {
    const count = errors.length === 1 ? 'an error' : `${errors.length} errors`
    throw new Fault(
      'policy-invalid',
      `The baseline has ${count} and was not published; what is published stays in force. ${errors[0]?.message ?? ''}`.trim(),
      { data: { errors, warnings } },
    )
  }
  return { source, format, canonical, hash: createHash('sha256').update(canonical).digest('hex') }
}

// What a default says is no concern of a baseline, which has none of its own (S1).
const OF_A_DEFAULT: ReadonlySet<string> = new Set(['methods-by-default', 'open-by-default', 'critical-open'])

function inspect(
  source: string,
  format: Format,
): { canonical: string | null; errors: Issue[]; warnings: Issue[] } {
  const parsed = parseBaselineText(source, format)
  const issues = parsed.ok
    ? validatePolicy(parsed.value.policy, [])
        .filter(({ code }) => !OF_A_DEFAULT.has(code))
        .map((issue) => locateIssue(parsed.value.root, issue))
    : parsed.issues
  return {
    canonical: parsed.ok ? parsed.value.canonical : null,
    errors: issues.filter(({ severity }) => severity === 'error'),
    warnings: issues.filter(({ severity }) => severity === 'warning'),
  }
}
