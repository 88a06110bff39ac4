// An entry for people: what was done, and what differs, before and after. Names in it are other people's text: bounded,
// and with what cannot be seen written out.
import type { AuditAction } from '#lib/data/audit.ts'
import type { AuditEvent } from '#lib/data/model.ts'
import { shown } from '#lib/messages/index.ts'

export type Change = { readonly what: string; readonly before: string | null; readonly after: string | null }
export type EntryWords = {
  /** "Revoked a grant": without who and when. */
  readonly deed: string
  /** What it was done to, by name; '' where it has none. */
  readonly subject: string
  readonly changes: readonly Change[]
}

// What triggers and chores write, in SQL.
type OfTheProgram =
  | 'member.role_changed'
  | 'member.removed'
  | 'audit.purged'
  | 'calls.purged'
  | 'organisation.deleted'

const DEEDS: Readonly<Record<AuditAction | OfTheProgram, string>> = {
  'organisation.created': 'Signed up and made the organisation',
  'organisation.founded': 'Founded the organisation',
  'organisation.renamed': 'Renamed the organisation',
  'organisation.stopped': 'Stopped everything',
  'organisation.stop_lifted': 'Let everything go on',
  'organisation.retention_changed': 'Changed how long calls are kept',
  'organisation.separation_changed': 'Changed who may decide about calls',
  'organisation.escalation_changed': 'Changed when a second approver is told',
  'member.role_changed': 'Changed the role of a member',
  'member.removed': 'Removed a member',
  'member.invited': 'Invited somebody',
  'member.joined': 'Joined by an invitation',
  'invitation.resent': 'Sent an invitation again, with another link',
  'invitation.revoked': 'Revoked an invitation',
  'session.switched': 'Came over from another organisation',
  'account.password_changed': 'Changed their password',
  'account.password_reset': 'Chose a new password by a mailed link',
  'account.email_confirmed': 'Confirmed their e-mail address',
  'account.email_changed': 'Changed their e-mail address',
  'account.provider_linked': 'Connected a way to sign in',
  'account.provider_unlinked': 'Disconnected a way to sign in',
  'session.opened': 'Signed in',
  'session.confirmed': 'Confirmed to be the person who signed in',
  'passkey.added': 'Added a passkey',
  'passkey.removed': 'Removed a passkey',
  'authenticator.added': 'Set up an authenticator app',
  'authenticator.removed': 'Removed the authenticator app',
  'factors.removed': 'Removed every passkey, app and recovery code of an account',
  'recovery_codes.made': 'Made recovery codes, shown once',
  'organisation.deletion_asked': 'Asked for the organisation to be deleted',
  'organisation.deletion_taken_back': 'Took back that the organisation is deleted',
  'organisation.deleted': 'Deleted the organisation, its time being over',
  'organisation.exported': 'Exported everything of the organisation',
  'account.exported': 'Exported everything of their account',
  'account.deleted': 'Deleted their account',
  'session.ended': 'Signed out',
  'session.refused': 'Failed to sign in',
  'access.refused': 'Was refused',
  'api_key.created': 'Made an API key, shown once',
  'api_key.revoked': 'Revoked an API key',
  'server.registered': 'Registered a server',
  'trial.claimed': 'Claimed what was tried before signing up',
  'server.updated': 'Changed a server',
  'server.refreshed': 'Read the tools of a server again',
  'server.deleted': 'Deleted a server',
  'server.connected': 'Signed in to a server',
  'server.disconnected': 'Signed out of a server',
  'server.recording_changed': 'Changed what is kept of the values of arguments',
  'server.values_erased': 'Erased the recorded values of a server',
  'server.values_purged': 'Deleted recorded values past their time',
  'server.stopped': 'Stopped a server',
  'server.stop_lifted': 'Let a stopped server go on',
  'connector.rotated': 'Replaced the key of a connector, shown once',
  'tools.accepted': 'Accepted definitions of tools',
  'tools.rejected': 'Rejected definitions of tools',
  'tool.category_set': 'Set the category of a tool',
  'tool.category_reset': 'Took back the category that was set for a tool',
  'policy.published': 'Published a policy',
  'policy.rolled_back': 'Rolled a policy back',
  'policy.attached': 'Let a policy serve another server',
  'policy.detached': 'Took a policy from a server',
  'baseline.published': 'Published the baseline of the organisation',
  'baseline.rolled_back': 'Rolled the baseline of the organisation back',
  'policy.shadowed': 'Put a draft in shadow of a policy',
  'policy.shadow_discarded': 'Ended the shadow of a policy',
  'policy.proposed': 'Proposed a change of a policy',
  'policy.proposal_dismissed': 'Dismissed a proposed change of a policy',
  'grant.created': 'Made a grant, its token shown once',
  'grant.updated': 'Changed a grant',
  'grant.rotated': 'Replaced the token of a grant, shown once',
  'grant.revoked': 'Revoked a grant',
  'grant.stopped': 'Stopped a grant',
  'grant.stop_lifted': 'Let a stopped grant go on',
  'channel.created': 'Added a notification channel',
  'channel.updated': 'Changed a notification channel',
  'channel.rotated': 'Replaced the secret of a notification channel',
  'channel.tested': 'Sent a test to a notification channel',
  'channel.replayed': 'Sent a notification again',
  'channel.deleted': 'Deleted a notification channel',
  'approval.approved': 'Approved a call',
  'approval.denied': 'Denied a call',
  'allowance.given': 'Allowed calls of a shape',
  'allowance.revoked': 'Revoked an allowance',
  'audit.exported': 'Exported the audit',
  'audit.purged': 'Deleted audit entries past their time',
  'calls.exported': 'Exported calls',
  'calls.purged': 'Deleted calls past their time',
}
const SUBJECTS = ['name', 'label', 'tool', 'email'] as const
// Said elsewhere, or no use to a reader.
const LEFT_OUT = new Set(['before', 'after', 'difference', 'hash', ...SUBJECTS])
const LONGEST = 300

/** The words of an action that is not known here are its own: "stop.raised" reads "stop raised". */
export function wordsOfEntry({ action, detail, target }: AuditEvent): EntryWords {
  const members = isRecord(detail) ? detail : {}
  const deed = isKnown(action) ? DEEDS[action] : action.replaceAll(/[._]/g, ' ')
  const name = SUBJECTS.map((key) => members[key]).find((each) => typeof each === 'string')
  const subject = action === 'access.refused' ? target : (name ?? '')
  return { deed, subject: shown(subject, 120), changes: [...changesIn(members), ...linesIn(members)] }
}

function isKnown(action: string): action is keyof typeof DEEDS {
  return Object.hasOwn(DEEDS, action)
}

function* changesIn(members: Readonly<Record<string, unknown>>): Generator<Change> {
  const before = isRecord(members.before) ? members.before : {}
  const after = isRecord(members.after) ? members.after : {}
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
    yield { what: wordOf(key), before: textOf(before[key]), after: textOf(after[key]) }
  for (const [key, value] of Object.entries(members))
    if (!LEFT_OUT.has(key) && value !== '') yield { what: wordOf(key), before: null, after: textOf(value) }
}

// A policy line by line, each at its place in the text before.
function* linesIn({ difference }: Readonly<Record<string, unknown>>): Generator<Change> {
  const lines =
    isRecord(difference) && Array.isArray(difference.lines) ? difference.lines.filter(isRecord) : []
  for (const { line, removed, added } of lines)
    yield { what: `line ${String(line)}`, before: textOf(removed), after: textOf(added) }
}

function wordOf(key: string): string {
  return shown(
    key.replaceAll(/([a-z])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`),
    60,
  )
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : shown(value.map(plain).join(', '), LONGEST)
  return shown(plain(value), LONGEST)
}

function plain(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
