// Every server action there is, with inputs that name objects: found in the source, called by the
// numbers that the build gave them, as a browser would.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { APIRequestContext } from '@playwright/test'
import { ALLOW_LIST, type Ids } from './organisation.ts'

type Row = {
  /** A page that offers the action. */
  readonly from: string
  readonly inputs: (ids: Ids, own: Ids) => readonly unknown[]
  /** What to send where no input names an object; absent where visitors may use the action. */
  readonly plain?: unknown
}

const change = (grantId: string, serverId: string, policyId: string | null) => ({
  grantId,
  label: 'Stolen',
  servers: [{ serverId, policyId }],
  tags: [],
})
const grant = (serverId: string, policyId: string | null) => ({
  label: 'x',
  servers: [{ serverId, policyId }],
  tags: [],
  expiresAt: null,
})
const publication = (serverId: string, policyId: string, baseVersion: number) => ({
  serverId,
  policyId,
  name: 'x',
  document: ALLOW_LIST,
  baseVersion,
  comment: '',
})
const draft = (serverId: string, policyId: string) => ({ serverId, policyId, text: '{}', baseVersion: 0 })
const shadowed = (serverId: string, policyId: string) => ({
  serverId,
  policyId,
  document: ALLOW_LIST,
  baseVersion: 2,
})
const row = (from: string, inputs: Row['inputs']): Row => ({ from, inputs })

export const ACTIONS: Readonly<Record<string, Row>> = {
  signUpAction: row('/sign-up', () => []),
  signInAction: row('/sign-in', () => []),
  // Visitors may: whoever holds the address of a draft.
  tryAction: row('/try', () => []),
  saveTrialDraftAction: row('/try', () => []),
  signOutAction: row('/overview', () => []),
  createGrantAction: row('/grants/new', ({ server, policy }, own) => [
    grant(server, null),
    grant(server, policy),
    grant(own.server, policy),
  ]),
  updateGrantAction: row('/grants/new', (ids, own) => [
    change(ids.grant, own.server, own.policy),
    change(own.grant, ids.server, null),
    change(own.grant, own.server, ids.policy),
  ]),
  enableGrantUrlAction: row('/grants/new', ({ grant }) => [{ grantId: grant, enabled: true }]),
  rotateGrantAction: row('/grants/new', ({ grant }) => [{ grantId: grant }]),
  revokeGrantAction: row('/grants/new', ({ grant }) => [{ grantId: grant }]),
  // What a client asks is found by its browser alone: e2e/oauth.spec.ts, gateway/oauth.
  allowConsentAction: row('/consent/none', () => [
    { requestId: 'none', label: 'x', policyId: null, expiresAt: null },
  ]),
  refuseConsentAction: row('/consent/none', () => [{ requestId: 'none' }]),
  guardServerAction: row('/servers/new', ({ server }) => [{ serverId: server }]),
  startWithDemoAction: { ...row('/overview', () => []), plain: {} },
  refreshServerAction: row('server', ({ server }) => [{ serverId: server }]),
  rejectToolsAction: row('server', ({ server }) => [{ serverId: server, hashes: { list_connections: 'x' } }]),
  acceptToolsAction: row('server', ({ server }) => [{ serverId: server, hashes: { list_connections: 'x' } }]),
  setCategoryAction: row('server', ({ server }) => [
    { serverId: server, tool: 'list_connections', category: 'Write', reason: 'x' },
  ]),
  resetCategoryAction: row('server', ({ server }) => [{ serverId: server, tool: 'list_connections' }]),
  updateServerAction: row('server', ({ server }) => [{ serverId: server, name: 'Stolen' }]),
  changeRecordingAction: row('server', ({ server }) => [{ serverId: server, mode: 'all' }]),
  eraseValuesAction: row('server', ({ server }) => [{ serverId: server }]),
  rotateConnectorAction: row('server', ({ server }) => [{ serverId: server }]),
  registerConnectorAction: { ...row('/servers/new', () => []), plain: { name: '' } },
  deleteServerAction: row('server', ({ server }) => [{ serverId: server }]),
  publishAction: row('policy', (ids, own) => [
    publication(ids.server, '', 0),
    publication(ids.server, ids.policy, 2),
    publication(own.server, ids.policy, 2),
    publication(ids.server, own.policy, 2),
  ]),
  saveDraftAction: row('policy', (ids, own) => [
    draft(ids.server, ''),
    draft(ids.server, ids.policy),
    draft(own.server, ids.policy),
  ]),
  startShadowAction: row('policy', (ids, own) => [
    shadowed(ids.server, ids.policy),
    shadowed(own.server, ids.policy),
    shadowed(ids.server, own.policy),
  ]),
  loadShadowAction: row('policy', ({ server }) => [{ serverId: server }]),
  promoteShadowAction: row('policy', (ids, own) => [
    { serverId: ids.server, shadowId: ids.shadow, baseVersion: 2, comment: '' },
    { serverId: own.server, shadowId: ids.shadow, baseVersion: 2, comment: '' },
  ]),
  discardShadowAction: row('policy', (ids, own) => [
    { serverId: ids.server, shadowId: ids.shadow },
    { serverId: own.server, shadowId: ids.shadow },
  ]),
  discardDraftAction: row('policy', ({ server, policy }) => [{ serverId: server, policyId: policy }]),
  loadPolicyAction: row('policy', ({ policy }) => [{ policyId: policy }]),
  loadVersionsAction: row('policy', ({ policy }) => [{ policyId: policy }]),
  renameOrganisationAction: { from: '/settings', inputs: () => [], plain: { name: 'Stolen' } },
  verifyAuditAction: { from: '/settings/audit', inputs: () => [], plain: {} },
  changeRetentionAction: { from: '/settings', inputs: () => [], plain: { days: 1 } },
  createChannelAction: {
    from: '/settings',
    inputs: () => [],
    plain: { name: 'Stolen', kind: 'webhook', to: 'https://example.com/', kinds: [], least: 'info' },
  },
  turnChannelAction: row('/settings', ({ channel }) => [{ channelId: channel, isOn: false }]),
  deleteChannelAction: row('/settings', ({ channel }) => [{ channelId: channel }]),
  rotateChannelAction: row('/settings', ({ channel }) => [{ channelId: channel }]),
  testChannelAction: row('/settings', ({ channel }) => [{ channelId: channel }]),
  replayDeliveryAction: row('/settings', ({ delivery }) => [{ deliveryId: delivery }]),
  setStopAction: row('/settings', ({ grant, server }) => [
    { scope: 'grant', id: grant, reason: 'Stolen.', minutes: null },
    { scope: 'server', id: server, reason: 'Stolen.', minutes: null },
  ]),
  liftStopAction: row('/settings', ({ stop }) => [{ stopId: stop }]),
  createApiKeyAction: { from: '/settings', inputs: () => [], plain: { name: 'Stolen' } },
  revokeApiKeyAction: row('/settings', ({ key }) => [{ keyId: key }]),
}

/** The names of all server actions in the source. */
export function actionNames(): string[] {
  return ['app', 'components', 'lib']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .filter((source) => /['"]use server['"]/.test(source))
    .flatMap((source) => [...source.matchAll(/^export (?:async function|const) (\w+)/gm)])
    .map((match) => match[1] ?? '')
    .sort()
}

/** Calls an action with one input; gives back what it answered, without ids and request numbers. */
export async function callAction(request: APIRequestContext, name: string, own: Ids, input: unknown) {
  const base = `/servers/${own.server}`
  const from = ACTIONS[name]?.from ?? ''
  const address = from === 'server' ? base : from === 'policy' ? `${base}/policy` : from
  const response = await request.post(address, {
    headers: { 'next-action': numberOf(name), accept: 'text/x-component', 'content-type': 'text/plain' },
    data: JSON.stringify([input]),
    maxRedirects: 0,
  })
  // Of the stream that comes back, the line that holds what the action returned.
  const line = (await response.text()).split('\n').find((each) => /^\w+:\{"ok":/.test(each)) ?? ''
  const answer = line
    .replace(/^\w+:/, '')
    .replace(/req_[0-9a-z]+/g, 'req')
    .replace(/_[0-9a-z]{28}/g, '_…')
  return { status: response.status(), answer }
}

function numberOf(name: string): string {
  const manifest = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8'))
  const known: [string, { exportedName: string }][] = Object.entries(manifest.node)
  const number = known.find(([, { exportedName }]) => exportedName === name)?.[0]
  if (!number) throw new Error(`the build has no action ${name}`)
  return number
}
