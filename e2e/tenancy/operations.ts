// Every operation of the API that its own document lists, with requests that name objects.
import type { Answer, Api, Method } from '../management.ts'
import { ALLOW_LIST, type Ids } from './organisation.ts'

type Request = readonly [path: string, body?: unknown]
/** @param own ids of the organisation that asks; `ids` are those it asks about */
type Row = (ids: Ids, own: Ids) => readonly Request[]

const DOCUMENT = { document: ALLOW_LIST }
const named = (serverId: string, policyId: string | null) => ({ servers: [{ serverId, policyId }] })

export const OPERATIONS: Readonly<Record<string, Row>> = {
  'GET /servers': () => [],
  'POST /servers': () => [],
  'GET /servers/{id}': ({ server }) => [[`/servers/${server}`]],
  'PATCH /servers/{id}': ({ server }) => [[`/servers/${server}`, { name: 'Stolen' }]],
  'DELETE /servers/{id}': ({ server }) => [[`/servers/${server}`]],
  'POST /servers/{id}/refresh': ({ server }) => [[`/servers/${server}/refresh`]],
  'GET /servers/{id}/account': ({ server }) => [[`/servers/${server}/account`]],
  'DELETE /servers/{id}/account': ({ server }) => [[`/servers/${server}/account`]],
  'GET /servers/{id}/recording': ({ server }) => [[`/servers/${server}/recording`]],
  'PATCH /servers/{id}/recording': ({ server }) => [[`/servers/${server}/recording`, { mode: 'all' }]],
  'DELETE /servers/{id}/recording/values': ({ server }) => [[`/servers/${server}/recording/values`]],
  'POST /servers/{id}/connector/rotate': ({ server }) => [[`/servers/${server}/connector/rotate`]],
  'GET /servers/{id}/tools': ({ server }) => [[`/servers/${server}/tools`]],
  'GET /servers/{id}/tools/changes': ({ server }) => [
    [`/servers/${server}/tools/changes`],
    [`/servers/${server}/tools/changes?name=list_connections`],
  ],
  'PUT /servers/{id}/tools/category': ({ server }) => [
    [`/servers/${server}/tools/category`, { name: 'list_connections', category: 'Write', reason: 'x' }],
  ],
  'DELETE /servers/{id}/tools/category': ({ server }) => [
    [`/servers/${server}/tools/category?name=list_connections`],
  ],
  'POST /servers/{id}/tools/reject': ({ server }) => [
    [`/servers/${server}/tools/reject`, { hashes: { list_connections: 'x' } }],
  ],
  'POST /servers/{id}/tools/accept': ({ server }) => [
    [`/servers/${server}/tools/accept`, { hashes: { list_connections: 'x' } }],
  ],
  'GET /baseline': () => [],
  'PUT /baseline': () => [],
  'GET /baseline/versions': () => [],
  'POST /baseline/rollback': () => [],
  'POST /baseline/validate': () => [],
  'GET /inventory': ({ server, grant }) => [
    [`/inventory?serverId=${server}`],
    [`/inventory?grantId=${grant}`],
    [`/inventory?unused=true&serverId=${server}&grantId=${grant}`],
  ],
  'GET /policies': ({ server }) => [[`/policies?serverId=${server}`]],
  'POST /policies': ({ server }) => [
    ['/policies', { serverId: server, name: 'x', ...DOCUMENT }],
    ['/policies', { serverId: server, name: 'x', document: '{' }],
  ],
  'GET /policies/{id}': ({ policy }) => [[`/policies/${policy}`]],
  'PUT /policies/{id}': ({ policy }) => [
    [`/policies/${policy}`, { ...DOCUMENT, baseVersion: 2 }],
    [`/policies/${policy}`, { ...DOCUMENT, baseVersion: 1 }],
    [`/policies/${policy}`, { document: '{', baseVersion: 2 }],
  ],
  'GET /policies/{id}/versions': ({ policy }) => [[`/policies/${policy}/versions`]],
  'GET /policies/{id}/servers': ({ policy }) => [[`/policies/${policy}/servers`]],
  'POST /policies/{id}/servers': ({ policy, server }, own) => [
    [`/policies/${policy}/servers`, { serverId: own.server }],
    [`/policies/${own.policy}/servers`, { serverId: server }],
  ],
  'DELETE /policies/{id}/servers/{serverId}': ({ policy, server }, own) => [
    [`/policies/${policy}/servers/${own.server}`],
    [`/policies/${own.policy}/servers/${server}`],
  ],
  'POST /policies/{id}/rollback': ({ policy }) => [
    [`/policies/${policy}/rollback`, { version: 1 }],
    [`/policies/${policy}/rollback`, { version: 99 }],
  ],
  'POST /policies/{id}/replay': ({ policy }) => [
    [`/policies/${policy}/replay`, { ...DOCUMENT, hours: 1 }],
    [`/policies/${policy}/replay`, { document: '{', calls: 5 }],
  ],
  'POST /policies/{id}/shadow': ({ policy }) => [
    [`/policies/${policy}/shadow`, { ...DOCUMENT, baseVersion: 2 }],
    [`/policies/${policy}/shadow`, { ...DOCUMENT, baseVersion: 1 }],
  ],
  'POST /policies/simulate': ({ policy }) => [['/policies/simulate', { policyId: policy, ...DOCUMENT }]],
  'GET /proposals': ({ policy }) => [[`/proposals?policyId=${policy}`]],
  'POST /proposals': ({ policy }) => [['/proposals', { policyId: policy, reason: 'x', ...DOCUMENT }]],
  'GET /proposals/{id}': ({ proposal }) => [[`/proposals/${proposal}`]],
  'POST /proposals/{id}/dismiss': ({ proposal }) => [[`/proposals/${proposal}/dismiss`]],
  'GET /servers/{id}/shadow': ({ server }) => [[`/servers/${server}/shadow`]],
  'POST /servers/{id}/shadow/promote': ({ server, shadow }, own) => [
    [`/servers/${server}/shadow/promote`, { shadowId: shadow, baseVersion: 2 }],
    [`/servers/${own.server}/shadow/promote`, { shadowId: shadow, baseVersion: 2 }],
  ],
  'POST /servers/{id}/shadow/discard': ({ server, shadow }, own) => [
    [`/servers/${server}/shadow/discard`, { shadowId: shadow }],
    [`/servers/${own.server}/shadow/discard`, { shadowId: shadow }],
  ],
  'POST /policies/validate': ({ server }) => [['/policies/validate', { serverId: server, ...DOCUMENT }]],
  'POST /policies/import': ({ server }) => [['/policies/import', { serverId: server, ...DOCUMENT }]],
  'GET /grants': ({ server }) => [[`/grants?serverId=${server}`]],
  'POST /grants': ({ server, policy }, own) => [
    ['/grants', { label: 'x', ...named(server, null) }],
    ['/grants', { label: 'x', ...named(server, policy) }],
    ['/grants', { label: 'x', ...named(own.server, policy) }],
    ['/grants', { label: 'x', ...named(server, own.policy) }],
  ],
  'GET /grants/{id}': ({ grant }) => [[`/grants/${grant}`]],
  'PATCH /grants/{id}': ({ grant, server, policy }, own) => [
    [`/grants/${grant}`, { label: 'Stolen' }],
    [`/grants/${grant}`, named(own.server, own.policy)],
    [`/grants/${own.grant}`, named(server, null)],
    [`/grants/${own.grant}`, named(own.server, policy)],
  ],
  'DELETE /grants/{id}': ({ grant }) => [[`/grants/${grant}`]],
  'POST /grants/{id}/rotate': ({ grant }) => [[`/grants/${grant}/rotate`]],
  'POST /grants/{id}/url': ({ grant }) => [[`/grants/${grant}/url`, { enabled: true }]],
  'GET /calls': ({ server, grant }) => [[`/calls?serverId=${server}`], [`/calls?grantId=${grant}`]],
  'GET /calls/export': ({ server, grant }) => [
    [`/calls/export?serverId=${server}`],
    [`/calls/export?format=csv&grantId=${grant}`],
  ],
  'GET /usage': ({ server, grant }) => [
    [`/usage?by=day&serverId=${server}`],
    [`/usage?by=day&grantId=${grant}`],
  ],
  'GET /limits': ({ server, grant }) => [[`/limits?serverId=${server}`], [`/limits?grantId=${grant}`]],
  'GET /calls/{id}': ({ call }) => [[`/calls/${call}`]],
  'GET /approvals': () => [],
  'GET /approvals/{id}': ({ approval }) => [[`/approvals/${approval}`]],
  'POST /approvals/{id}/approve': ({ approval }) => [[`/approvals/${approval}/approve`]],
  'POST /approvals/{id}/deny': ({ approval }) => [[`/approvals/${approval}/deny`, { reason: 'No.' }]],
  'POST /approvals/{id}/allow': ({ approval }) => [[`/approvals/${approval}/allow`, { uses: 1, minutes: 1 }]],
  'GET /allowances': () => [],
  'DELETE /allowances/{id}': ({ approval }) => [[`/allowances/${approval.replace('apr_', 'alw_')}`]],
  'GET /channels': () => [],
  'POST /channels': () => [],
  'PATCH /channels/{id}': ({ channel }) => [[`/channels/${channel}`, { isOn: false }]],
  'DELETE /channels/{id}': ({ channel }) => [[`/channels/${channel}`]],
  'POST /channels/{id}/rotate': ({ channel }) => [[`/channels/${channel}/rotate`]],
  'POST /channels/{id}/test': ({ channel }) => [[`/channels/${channel}/test`]],
  'GET /deliveries': ({ channel }) => [[`/deliveries?channelId=${channel}`]],
  'POST /deliveries/{id}/replay': ({ delivery }) => [[`/deliveries/${delivery}/replay`]],
  'GET /events': () => [],
  // The public catalogue holds nothing of any organisation's: there is no id to name.
  'GET /catalogue/servers': () => [],
  'GET /catalogue/servers/{slug}': () => [],
  'GET /catalogue/servers/{slug}/tools/{tool}': () => [],
  'GET /stops': () => [],
  'POST /stops': ({ grant, server }) => [
    ['/stops', { scope: 'grant', id: grant, reason: 'Stolen.' }],
    ['/stops', { scope: 'server', id: server, reason: 'Stolen.' }],
  ],
  'POST /stops/{id}/lift': ({ stop }) => [[`/stops/${stop}/lift`]],
  'GET /organisation': () => [],
  'PATCH /organisation': () => [],
  'GET /organisation/quotas': () => [],
  'GET /members': () => [],
  'PATCH /members/{id}': ({ user }) => [[`/members/${user}`, { role: 'viewer' }]],
  'DELETE /members/{id}': ({ user }) => [[`/members/${user}`]],
  'GET /invitations': () => [],
  'POST /invitations': () => [],
  'POST /invitations/{id}/resend': ({ invitation }) => [[`/invitations/${invitation}/resend`]],
  'DELETE /invitations/{id}': ({ invitation }) => [[`/invitations/${invitation}`]],
  'GET /api-keys': () => [],
  'DELETE /api-keys/{id}': ({ key }) => [[`/api-keys/${key}`]],
  'GET /audit': () => [],
  'GET /audit/seal': () => [],
  'POST /audit/verify': () => [],
}

/** Lists: what is not there is no error in them, only an empty list. */
export const FILTERS = ['GET /calls', 'GET /calls/export', 'GET /usage', 'GET /limits', 'GET /inventory']

/** Asks one operation for everything that its row names. */
export async function ask(api: Api, operation: string, ids: Ids, own: Ids): Promise<Answer[]> {
  const method = operation.split(' ')[0] as Method
  const answers: Answer[] = []
  for (const [path, body] of OPERATIONS[operation]?.(ids, own) ?? [])
    answers.push(await api(method, path, body))
  return answers
}

/** What an answer says, without the number of the request and the ids that were sent. */
export function said({ status, text, headers }: Answer): string {
  const words = text.replace(/req_[0-9a-z]+/g, 'req').replace(/_[0-9a-z]{28}/g, '_…')
  return `${status} ${headers.get('content-type')} ${words}`
}
