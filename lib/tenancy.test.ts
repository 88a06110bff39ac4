// Another organisation's object answers exactly as a missing one, in every product function that is
// told an id. A function without a row here fails.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import * as accounts from '#lib/accounts/index.ts'
import { DENY_ALL, newWorld, type World } from '#lib/api/testing/world.ts'
import * as approvals from '#lib/approvals/index.ts'
import { askFor } from '#lib/approvals/testing/ask.ts'
import * as audit from '#lib/audit/index.ts'
import { beginSession } from '#lib/auth/session.ts'
import * as baselines from '#lib/baseline/index.ts'
import * as calls from '#lib/calls/index.ts'
import * as connections from '#lib/connections/index.ts'
import type { Member } from '#lib/data/model.ts'
import { digestOf } from '#lib/data/oauth/index.ts'
import { findSession } from '#lib/data/sessions.ts'
import * as factors from '#lib/factors/index.ts'
import { newDevice } from '#lib/factors/testing/device.ts'
import * as feed from '#lib/feed/index.ts'
import * as firstRun from '#lib/first-run/index.ts'
import * as grants from '#lib/grants/index.ts'
import { newId, newUserId } from '#lib/id.ts'
import * as inventory from '#lib/inventory/index.ts'
import * as invitations from '#lib/invitations/index.ts'
import * as leaving from '#lib/leaving/index.ts'
import * as notices from '#lib/notices/index.ts'
import * as organisation from '#lib/organisation/index.ts'
import * as policies from '#lib/policies/index.ts'
import * as replays from '#lib/replay/index.ts'
import * as servers from '#lib/servers/index.ts'
import * as stops from '#lib/stops/index.ts'
import * as takeout from '#lib/takeout/index.ts'
import * as trials from '#lib/trials/index.ts'
import { oauthUrl } from '#lib/urls.ts'
import * as usage from '#lib/usage/index.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'

type Ids = {
  serverId: string
  policyId: string
  grantId: string
  callId: string
  keyId: string
  channelId: string
  deliveryId: string
  approvalId: string
  allowanceId: string
  stopId: string
  shadowId: string
  userId: string
  invitationId: string
  passkeyId: string
  sessionId: string
  requestId: string
  proposalId: string
}
type Row = (member: Member, ids: Ids) => Promise<unknown>[]

let instance: Instance
let upstream: ChangeableUpstream
let mine: World
let theirs: World
let theirKey: string
let theirChannel: string
let theirDelivery: string
let theirApproval: string
let theirAllowance: string
let theirStop: string
let theirShadow: string
let theirInvitation: string
let theirSession: string
const theirDevice = newDevice()
let theirRequest: string
let theirProposal: string

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }])
  mine = await newWorld(instance, upstream.url)
  theirs = await newWorld(instance, upstream.url)
  // Before what people are asked: a stop voids that.
  const stop = { reason: 'Theirs.', endsAt: null }
  theirStop = (await stops.setStop(theirs.owner, { scope: 'organisation' }, stop)).id
  const response = theirDevice.create(await factors.passkeyCreation(theirs.owner))
  await factors.addPasskey(theirs.owner, { name: 'Theirs', response })
  const { token } = await beginSession(theirs.owner.userId)
  theirSession = (await findSession(token))?.id ?? ''
  theirKey = (await accounts.createApiKey(theirs.owner, 'theirs')).id
  theirInvitation = (
    await invitations.inviteMember(theirs.owner, { email: 'guest@example.com', role: 'viewer' })
  ).id
  const hook = { name: 'Theirs', kind: 'webhook', to: upstream.url }
  theirChannel = (await notices.createChannel(theirs.owner, hook)).channel.id
  theirDelivery = (await notices.testChannel(theirs.owner, theirChannel)).deliveryId
  theirApproval = await askFor(instance, theirs)
  const allowed = await askFor(instance, theirs, { args: { path: '/a' } })
  const proposal = { policyId: theirs.policyId, document: '{"version":"1","default":"allow"}', reason: 'x' }
  theirProposal = (await policies.proposePolicy(theirs.owner, proposal)).id
  theirShadow = (
    await policies.startShadow(theirs.owner, {
      serverId: theirs.server.id,
      policyId: theirs.policyId,
      document: DENY_ALL,
      baseVersion: 1,
    })
  ).id
  theirRequest = await askedOf(theirs.server.id)
  theirAllowance = await approvals.allowSameShape(theirs.owner, allowed, { uses: 1, minutes: 1, freed: [] })
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

const draft = { text: 'x', baseVersion: 0 }
const ROWS: Readonly<Record<string, Row>> = {
  getServer: (m, { serverId }) => [servers.getServer(m, serverId)],
  refreshServer: (m, { serverId }) => [servers.refreshServer(m, serverId)],
  updateServer: (m, { serverId }) => [
    servers.updateServer(m, serverId, { name: 'x' }),
    servers.updateServer(m, serverId, { url: upstream.url, headers: { a: 'b' } }),
  ],
  startSignIn: (m, { serverId }) => [connections.startSignIn(m, 'browser', { serverId, mode: 'server' })],
  disconnect: (m, { serverId }) => [connections.disconnect(m, serverId)],
  stopSigningIn: (m, { serverId }) => [connections.stopSigningIn(m, serverId)],
  getSignIn: (m, { serverId }) => [connections.getSignIn(m, serverId)],
  getRecording: (m, { serverId }) => [servers.getRecording(m, serverId)],
  changeRecording: (m, { serverId }) => [servers.changeRecording(m, serverId, { mode: 'all', days: 7 })],
  eraseValues: (m, { serverId }) => [servers.eraseValues(m, serverId)],
  rotateConnector: (m, { serverId }) => [servers.rotateConnector(m, serverId)],
  deleteServer: (m, { serverId }) => [servers.deleteServer(m, serverId)],
  listTools: (m, { serverId }) => [servers.listTools(m, serverId)],
  listToolSummaries: (m, { serverId }) => [servers.listToolSummaries(m, serverId)],
  callsOfTheWeek: (m, { serverId }) => [calls.callsOfTheWeek(m, serverId, Date.now())],
  acceptTools: (m, { serverId }) => [servers.acceptTools(m, serverId, { read_stream: 'x' })],
  setCategory: (m, { serverId }) => [
    servers.setCategory(m, serverId, { tool: 'read_stream', category: 'Write', reason: 'x' }),
  ],
  resetCategory: (m, { serverId }) => [servers.resetCategory(m, serverId, 'read_stream')],
  rejectTools: (m, { serverId }) => [servers.rejectTools(m, serverId, { read_stream: 'x' })],
  listToolChanges: (m, { serverId }) => [servers.listToolChanges(m, serverId)],
  importDocument: (m, { serverId }) => [policies.importDocument(m, { serverId, document: DENY_ALL })],
  checkPolicy: (m, { serverId }) => [policies.checkPolicy(m, { serverId, document: DENY_ALL })],
  publishPolicy: (m, { serverId, policyId }) => [
    policies.publishPolicy(m, { serverId, document: DENY_ALL, baseVersion: 0 }),
    policies.publishPolicy(m, { serverId: mine.server.id, policyId, document: DENY_ALL, baseVersion: 1 }),
  ],
  startShadow: (m, { serverId, policyId }) => [
    policies.startShadow(m, { serverId, policyId, document: DENY_ALL, baseVersion: 1 }),
    policies.startShadow(m, { serverId: mine.server.id, policyId, document: DENY_ALL, baseVersion: 1 }),
  ],
  getShadow: (m, { serverId }) => [policies.getShadow(m, serverId)],
  promoteShadow: (m, { serverId, shadowId }) => [
    policies.promoteShadow(m, { serverId, shadowId, baseVersion: 1 }),
    policies.promoteShadow(m, { serverId: mine.server.id, shadowId, baseVersion: 1 }),
  ],
  proposePolicy: (m, { policyId }) => [
    policies.proposePolicy(m, { policyId, document: DENY_ALL, reason: 'Mine.' }),
  ],
  listProposals: (m, { policyId }) => [policies.listProposals(m, { policyId })],
  getProposal: (m, { proposalId }) => [policies.getProposal(m, proposalId)],
  dismissProposal: (m, { proposalId }) => [policies.dismissProposal(m, proposalId)],
  discardShadow: (m, { serverId, shadowId }) => [
    policies.discardShadow(m, { serverId, shadowId }),
    policies.discardShadow(m, { serverId: mine.server.id, shadowId }),
  ],
  replayDraft: (m, { serverId, policyId }) =>
    [
      { serverId, policyId: '' },
      { serverId: mine.server.id, policyId },
    ].map((named) => replays.replayDraft(m, { ...named, document: DENY_ALL, range: { hours: 1 } }).next()),
  listServing: (m, { policyId }) => [policies.listServing(m, policyId)],
  servePolicy: (m, { policyId, serverId }) => [
    policies.servePolicy(m, policyId, mine.server.id),
    policies.servePolicy(m, mine.policyId, serverId),
  ],
  unservePolicy: (m, { policyId, serverId }) => [
    policies.unservePolicy(m, policyId, mine.server.id),
    policies.unservePolicy(m, mine.policyId, serverId),
  ],
  rollbackPolicy: (m, { policyId }) => [policies.rollbackPolicy(m, policyId, 1)],
  listPolicies: (m, { serverId }) => [policies.listPolicies(m, serverId)],
  getPolicy: (m, { policyId }) => [policies.getPolicy(m, policyId)],
  listVersions: (m, { policyId }) => [policies.listVersions(m, policyId)],
  saveDraft: (m, { serverId, policyId }) => [
    policies.saveDraft(m, { serverId, policyId: '', ...draft }),
    policies.saveDraft(m, { serverId: mine.server.id, policyId, ...draft }),
  ],
  findDraft: (m, { serverId }) => [policies.findDraft(m, serverId, '')],
  discardDraft: (m, { serverId }) => [policies.discardDraft(m, serverId, '')],
  createGrant: (m, { serverId, policyId }) => [
    grants.createGrant(m, { label: 'x', servers: [{ serverId, policyId: null }] }),
    grants.createGrant(m, { label: 'x', servers: [{ serverId: mine.server.id, policyId }] }),
  ],
  listGrants: (m, { serverId }) => [grants.listGrants(m, { serverId })],
  getGrant: (m, { grantId }) => [grants.getGrant(m, grantId)],
  updateGrant: (m, { grantId, serverId }) => [
    grants.updateGrant(m, grantId, { label: 'x' }),
    grants.updateGrant(m, mine.grant.id, { servers: [{ serverId, policyId: null }] }),
  ],
  getConsent: (m, { requestId }) => [grants.getConsent(m, requestId)],
  allowConsent: (m, { requestId }) => [
    grants.allowConsent(m, requestId, { label: 'x', policyId: null, expiresAt: null }),
  ],
  refuseConsent: (m, { requestId }) => [grants.refuseConsent(m, requestId)],
  revokeGrant: (m, { grantId }) => [grants.revokeGrant(m, grantId)],
  rotateGrant: (m, { grantId }) => [grants.rotateGrant(m, grantId)],
  enableGrantUrl: (m, { grantId }) => [grants.enableGrantUrl(m, grantId, true)],
  getCall: (m, { callId }) => [calls.getCall(m, callId)],
  revokeApiKey: (m, { keyId }) => [accounts.revokeApiKey(m, keyId)],
  updateChannel: (m, { channelId }) => [notices.updateChannel(m, channelId, { isOn: false })],
  deleteChannel: (m, { channelId }) => [notices.deleteChannel(m, channelId)],
  rotateChannelSecret: (m, { channelId }) => [notices.rotateChannelSecret(m, channelId)],
  testChannel: (m, { channelId }) => [notices.testChannel(m, channelId)],
  listDeliveries: (m, { channelId }) => [notices.listDeliveries(m, { channelId })],
  replayDelivery: (m, { deliveryId }) => [notices.replayDelivery(m, deliveryId)],
  getApproval: (m, { approvalId }) => [approvals.getApproval(m, approvalId)],
  getEarlierApproval: (m, { approvalId }) => [approvals.getEarlierApproval(m, approvalId)],
  approveCall: (m, { approvalId }) => [approvals.approveCall(m, approvalId)],
  denyCall: (m, { approvalId }) => [approvals.denyCall(m, approvalId, 'No.')],
  allowSameShape: (m, { approvalId }) => [
    approvals.allowSameShape(m, approvalId, { uses: 1, minutes: 1, freed: [] }),
  ],
  revokeAllowance: (m, { allowanceId }) => [approvals.revokeAllowance(m, allowanceId)],
  setStop: (m, { grantId, serverId }) => [
    stops.setStop(m, { scope: 'grant', id: grantId }, { reason: 'Stolen.', endsAt: null }),
    stops.setStop(m, { scope: 'server', id: serverId }, { reason: 'Stolen.', endsAt: null }),
  ],
  attachTrial: (m, { serverId }) => [trials.attachTrial(m, 'x', serverId)],
  changeRole: (m, { userId }) => [organisation.changeRole(m, userId, 'viewer')],
  removeMember: (m, { userId }) => [organisation.removeMember(m, userId)],
  resendInvitation: (m, { invitationId }) => [invitations.resendInvitation(m, invitationId)],
  revokeInvitation: (m, { invitationId }) => [invitations.revokeInvitation(m, invitationId)],
  liftStop: (m, { stopId }) => [stops.liftStop(m, stopId)],
  revokeSession: (m, { sessionId }) => [accounts.revokeSession(m, sessionId)],
  removePasskey: (m, { passkeyId }) => [factors.removePasskey(m, passkeyId)],
  guardServer: (m, { serverId }) => [firstRun.guardServer(m, serverId, Date.now())],
}
/** Functions that are told no id of an object, or only one that narrows a list. */
const WITHOUT_IDS = [
  'Feed',
  // Of the member's own organisation, which is told no id.
  'checkBaseline',
  'getBaseline',
  'getBaselineDocument',
  'listBaselineVersions',
  'previewBaseline',
  'publishBaseline',
  'rollbackBaseline',
  // Told ids that narrow it alone; its own test has those of others.
  'listInventory',
  'checkName',
  'checkServerUrl',
  // Its state is the member's own and the browser's; its own test has those of others.
  'finishSignIn',
  // Saves under an id that was made for the member.
  'saveRegistered',
  'startNewSignIn',
  'upstreamClient',
  'classifyListed',
  'classifyTools',
  // Whoever holds the link of a trial may; its own test has those that somebody claimed.
  'claimTrial',
  'draftWith',
  'listingOfPackage',
  'startTrialOfListing',
  'getTrial',
  'getTrialSummary',
  'mayReachPrivate',
  'saveTrialDraft',
  'startTrial',
  'callsAround',
  'countWaitingApprovals',
  'createApiKey',
  'createChannel',
  'explainCall',
  // Whoever holds the link may; lib/invitations has those of others.
  'acceptInvitation',
  'findInvitation',
  'joinAsNewcomer',
  'joinWithPassword',
  'inviteMember',
  'listInvitations',
  // Of the person who asks, in all of their organisations.
  'createOrganisation',
  'leaveOrganisation',
  'listOrganisations',
  'obstacleToFounding',
  'countMadeGrants',
  'listQuotas',
  'newPasswordHash',
  'normalEmail',
  'provePerson',
  'exportCalls',
  'feedPosition',
  'exportAudit',
  'findMemberByKey',
  'isSeparationOn',
  'isSignUpOpen',
  'limitsInUse',
  'listAttempts',
  'defaultLabel',
  'startWithDemo',
  'listAllowances',
  'listApiKeys',
  'listApprovals',
  'listAuditEvents',
  'listCalls',
  'listChannels',
  'listEvents',
  'listHoldingStops',
  'listMembers',
  'listServers',
  'listStops',
  'mayLift',
  'openAccount',
  // Told ids that narrow it alone; its own test has those of others.
  'openFeed',
  'proveAccount',
  'registerConnector',
  'registerServer',
  'renameOrganisation',
  'readValues',
  'readValuesToJudge',
  'setEscalation',
  'setSeparation',
  'valuesView',
  'viewValues',
  'shapeProblem',
  'stopTarget',
  'changeRetention',
  'getEscalation',
  'getRetention',
  'getSealState',
  'verdictText',
  'verifyAudit',
  'wordsOfEntry',
  'wordsText',
  'signInAccount',
  'signUpAccount',
  // Of the member's own person, or of whoever holds a letter to them.
  'askForReset',
  'askToChangeEmail',
  'askToConfirm',
  'browserMark',
  'cancelEmailChange',
  'changePassword',
  'confirmEmail',
  'connectProvider',
  'disconnectProvider',
  'finishSignUp',
  'getAccount',
  'isResetLink',
  'listSessions',
  'makeResetPath',
  'readEmailLink',
  'resetPassword',
  'revokeOtherSessions',
  'signInByProvider',
  // Of the member's own person, or of their own organisation.
  'addPasskey',
  'arrivalRequest',
  'askOrganisationDeletion',
  'beginArrival',
  'confirmApp',
  'confirmRequest',
  'confirmWays',
  'deleteAccount',
  'exportAccount',
  'exportOrganisation',
  'findArrival',
  'getFactors',
  'getOrganisationDeletion',
  'listPasskeys',
  'needsSecondStep',
  'passkeyCreation',
  'proveAgain',
  'proveSecondStep',
  'removeApp',
  // At the command line.
  'removeFactorsOf',
  'renewRecoveryCodes',
  'signInByPasskey',
  'signInRequest',
  'startApp',
  'takeBackOrganisationDeletion',
  'whatGoesAlong',
  'usageBetween',
  'usageOf',
]

/** A client's question for a server, as the gateway leaves it. */
async function askedOf(serverId: string): Promise<string> {
  const payload = {
    params: {
      client_id: 'x',
      redirect_uri: 'http://127.0.0.1:9/',
      resource: oauthUrl('http://localhost:3000', serverId),
    },
    prompt: { details: { client: { name: 'A client', host: null } } },
    returnTo: 'http://localhost:3000/oauth/auth/x',
  }
  await instance.sql(`INSERT INTO oauth_request VALUES ($1, $2, now() + interval '1 hour')`, [
    digestOf('Interaction', 'theirs'),
    JSON.stringify(payload),
  ])
  return 'theirs'
}

function missing(organisationId: string): Ids {
  return {
    serverId: newId('srv', organisationId),
    policyId: newId('pol', organisationId),
    grantId: newId('grt', organisationId),
    callId: newId('call', organisationId),
    keyId: newId('key', organisationId),
    channelId: newId('chn', organisationId),
    deliveryId: newId('dlv', organisationId),
    approvalId: newId('apr', organisationId),
    allowanceId: newId('alw', organisationId),
    stopId: newId('stp', organisationId),
    shadowId: newId('shd', organisationId),
    userId: newUserId(),
    invitationId: newId('inv', organisationId),
    passkeyId: organisationId,
    sessionId: randomUUID(),
    requestId: organisationId,
    proposalId: newId('prp', organisationId),
  }
}

async function outcomes(name: string, ids: Ids): Promise<unknown[]> {
  const settled = await Promise.allSettled(ROWS[name]?.(mine.owner, ids) ?? [])
  return settled.map((result) =>
    result.status === 'fulfilled'
      ? { value: result.value ?? null }
      : { code: result.reason.code, message: result.reason.message, data: result.reason.data },
  )
}

describe('tenancy in every product function', () => {
  it('has a row for each', () => {
    const exported = [
      servers,
      connections,
      policies,
      baselines,
      inventory,
      grants,
      calls,
      audit,
      accounts,
      factors,
      leaving,
      takeout,
      organisation,
      invitations,
      notices,
      approvals,
      { replayDraft: replays.replayDraft },
      feed,
      firstRun,
      usage,
      stops,
      trials,
    ].flatMap((module) =>
      Object.entries(module).flatMap(([name, value]) => (typeof value === 'function' ? name : [])),
    )
    expect(exported.sort()).toEqual([...Object.keys(ROWS), ...WITHOUT_IDS].sort())
  })

  it.each(Object.keys(ROWS))('%s tells nothing of another organisation', async (name) => {
    const foreign = await outcomes(name, {
      serverId: theirs.server.id,
      policyId: theirs.policyId,
      grantId: theirs.grant.id,
      callId: theirs.callId,
      keyId: theirKey,
      channelId: theirChannel,
      deliveryId: theirDelivery,
      approvalId: theirApproval,
      allowanceId: theirAllowance,
      stopId: theirStop,
      shadowId: theirShadow,
      userId: theirs.owner.userId,
      invitationId: theirInvitation,
      passkeyId: theirDevice.id,
      sessionId: theirSession,
      requestId: theirRequest,
      proposalId: theirProposal,
    })
    expect(foreign.length).toBeGreaterThan(0)
    for (const outcome of foreign) expect(outcome).toMatchObject({ code: 'not-found' })
    expect(foreign).toEqual(await outcomes(name, missing(mine.owner.organisation.id)))
    expect(foreign).toEqual(await outcomes(name, missing(theirs.owner.organisation.id)))
    expect(foreign).toEqual(
      await outcomes(name, {
        serverId: '\0',
        policyId: '\0',
        grantId: '\0',
        callId: '\0',
        keyId: '\0',
        channelId: '\0',
        deliveryId: '\0',
        approvalId: '\0',
        allowanceId: '\0',
        stopId: '\0',
        shadowId: '\0',
        userId: '\0',
        invitationId: '\0',
        passkeyId: '\0',
        sessionId: '\0',
        requestId: '\0',
        proposalId: '\0',
      }),
    )
  })

  it('explains no call of another organisation', async () => {
    const theirCall = await calls.getCall(theirs.owner, theirs.callId)
    await instance.sql(
      'UPDATE call SET policy_version_id = (SELECT published_version_id FROM policy WHERE id = $1)',
      [theirs.policyId],
    )
    expect(await calls.explainCall(mine.owner, { ...theirCall, rule: '/default' })).toMatchObject({
      ruleText: null,
    })
    expect(await calls.explainCall(theirs.owner, { ...theirCall, rule: '/default' })).toMatchObject({
      ruleText: '"deny"',
    })
  })

  it('shows no call around one of another organisation', async () => {
    const theirCall = await calls.getCall(theirs.owner, theirs.callId)
    expect(await calls.callsAround(mine.owner, theirCall)).toEqual({ before: [], after: [] })
  })

  it('lists no approval and no allowance of another organisation', async () => {
    expect((await approvals.listApprovals(mine.owner)).items).toEqual([])
    expect(await approvals.listAllowances(mine.owner)).toEqual([])
    expect(await approvals.countWaitingApprovals(mine.owner)).toBe(0)
    expect(await approvals.countWaitingApprovals(theirs.owner)).toBe(1)
  })

  it('counts no call of another organisation', async () => {
    expect((await usage.usageOf(mine.owner, '30d')).servers.map(({ id }) => id)).toEqual([mine.server.id])
    for (const filter of [
      { serverId: theirs.server.id },
      { grantId: theirs.grant.id },
      { serverId: '\0', grantId: theirs.grant.id },
    ]) {
      expect(await usage.usageOf(mine.owner, '30d', filter)).toMatchObject({
        total: { calls: 0 },
        servers: [],
      })
      expect(await usage.limitsInUse(mine.owner, filter)).toEqual([])
    }
    expect((await usage.usageOf(theirs.owner, '30d')).total.calls).toBeGreaterThan(0)
  })

  it('leaves their objects as they were, and no event in their record', async () => {
    expect(await grants.getGrant(theirs.owner, theirs.grant.id)).toEqual(theirs.grant)
    expect((await approvals.getApproval(theirs.owner, theirApproval)).state).toBe('waiting')
    expect((await approvals.listAllowances(theirs.owner)).map(({ state }) => state)).toEqual(['live'])
    expect(await servers.getServer(theirs.owner, theirs.server.id)).toEqual(theirs.server)
    const actions = (await audit.listAuditEvents(theirs.owner, {})).items.map((event) => event.action)
    expect(actions).toEqual([
      'allowance.given',
      'approval.approved',
      'policy.shadowed',
      'policy.proposed',
      'channel.tested',
      'channel.created',
      'member.invited',
      'api_key.created',
      'recovery_codes.made',
      'passkey.added',
      'organisation.stopped',
      'grant.created',
      'policy.published',
      'server.registered',
      'organisation.created',
    ])
  })
})
