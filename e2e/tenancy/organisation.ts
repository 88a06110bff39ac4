// An organisation with one of everything, made from outside: an account and an API key through the
// pages, the rest through the API. Every text in it is its own, so that a leak is seen anywhere.
import { randomUUID } from 'node:crypto'
import type { APIRequestContext, Browser, BrowserContext } from '@playwright/test'
import { makeApiKey, newAccount, signUp } from '../fixtures.ts'
import { type Api, managementApi } from '../management.ts'
import { callTool } from '../wire.ts'

/** Ids that a request may name. */
export type Ids = {
  readonly server: string
  readonly policy: string
  readonly grant: string
  readonly call: string
  readonly key: string
  readonly approval: string
  readonly channel: string
  readonly delivery: string
  readonly stop: string
  readonly shadow: string
  /** Its owner. */
  readonly user: string
  readonly invitation: string
  readonly proposal: string
  /** A draft that anybody began without an account; nobody has claimed it. */
  readonly trial: string
}
export type Organisation = {
  /** A browser in which its owner is signed in. */
  readonly context: BrowserContext
  readonly api: Api
  readonly ids: Ids
  readonly token: string
  /** Of the grant before its token was rotated: well formed, and known to nobody now. */
  readonly deadToken: string
  /** What none but its own people may read anywhere. */
  readonly texts: readonly string[]
}

export const ALLOW_LIST = '{"version":"1","default":"deny","tools":{"list_connections":{}}}'

/** @param origin of the instance; the account has a server, a policy of two versions, a grant, a call, a key */
export async function newOrganisation(
  browser: Browser,
  origin: string,
  upstream: string,
): Promise<Organisation> {
  const word = randomUUID().slice(0, 8)
  const context = await browser.newContext({ baseURL: origin })
  const page = await context.newPage()
  await signUp(page, { ...newAccount(), email: `ada-${word}@example.com` })
  const key = await makeApiKey(page, `key ${word}`)
  const keyId = /key_[0-9a-z]{28}/.exec(await (await context.request.get('/settings')).text())?.[0]
  await page.close()

  const api = managementApi(origin, key)
  const made = async (path: string, body: unknown) => {
    const answer = await api('POST', path, body)
    if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.text}`)
    return answer.body
  }
  const server = await made('/servers', { name: `server ${word}`, url: upstream })
  const document = (text: string) => ALLOW_LIST.replace('{', `{"description":"policy ${word} ${text}",`)
  const policy = await made('/policies', {
    serverId: server.id,
    name: `policy ${word}`,
    document: document('one'),
  })
  await api('PUT', `/policies/${policy.id}`, {
    document: document('two'),
    baseVersion: 1,
    comment: `comment ${word}`,
  })
  const drafted = { document: document('shadow'), baseVersion: 2 }
  const shadow = await made(`/policies/${policy.id}/shadow`, drafted)
  const proposal = await made('/proposals', {
    policyId: policy.id,
    document: document('proposed'),
    reason: `reason ${word}`,
  })
  const servers = [{ serverId: server.id, policyId: policy.id }]
  const grant = await made('/grants', { label: `grant ${word}`, servers, tags: [`tag-${word}`] })
  const { token } = await made(`/grants/${grant.id}/rotate`, undefined)
  await callTool(`${origin}/mcp/${server.id}/`, token, 'list_connections', { [`argument-${word}`]: 1 })
  const { items } = (await api('GET', '/calls')).body
  const approval = await waitingCall(origin, api, server.id, made, word)
  const hook = { name: `channel ${word}`, kind: 'webhook', to: `${new URL(upstream).origin}/hook-${word}` }
  const { channel } = await made('/channels', hook)
  const { deliveryId } = await made(`/channels/${channel.id}/test`, undefined)
  const invitation = await made('/invitations', { email: `guest-${word}@example.com`, role: 'viewer' })
  const user = (await api('GET', '/members')).body.items[0].id
  const trial = await begunTrial(context.request, origin)
  // Lifted at once, or nothing else of it could be tried.
  const stop = await made('/stops', { scope: 'grant', id: grant.id, reason: `reason ${word}` })
  await made(`/stops/${stop.id}/lift`, undefined)
  return {
    context,
    api,
    ids: {
      server: server.id,
      policy: policy.id,
      grant: grant.id,
      call: items[0].id,
      key: keyId ?? '',
      approval,
      channel: channel.id,
      delivery: deliveryId,
      stop: stop.id,
      shadow: shadow.id,
      user,
      invitation: invitation.id,
      proposal: proposal.id,
      trial,
    },
    token,
    deadToken: grant.token,
    texts: [word, token.slice(-12), key.slice(-12)],
  }
}

/** A draft for a pasted list of one tool; it names nothing of the organisation's. */
async function begunTrial(request: APIRequestContext, origin: string): Promise<string> {
  const answer = await request.post('/try/start', {
    headers: { origin },
    data: { kind: 'list', text: '{"tools":[{"name":"list_connections"}]}' },
  })
  const last = JSON.parse((await answer.text()).trim().split('\n').at(-1) ?? '{}')
  if (typeof last.id !== 'string') throw new Error(`POST /try/start: ${JSON.stringify(last)}`)
  return last.id
}

/** A call of a grant of its own that waits for a person; its client has not stayed. */
async function waitingCall(
  origin: string,
  api: Api,
  serverId: string,
  made: (path: string, body: unknown) => Promise<{ id: string; token: string }>,
  word: string,
): Promise<string> {
  const document = '{"version":"1","default":"deny","tools":{"list_connections":{"require_approval":true}}}'
  const policy = await made('/policies', { serverId, name: `asking ${word}`, document })
  const servers = [{ serverId, policyId: policy.id }]
  const grant = await made('/grants', { label: `asking ${word}`, servers })
  void callTool(`${origin}/mcp/${serverId}/`, grant.token, 'list_connections', { word }).catch(() => null)
  for (;;) {
    const { items } = (await api('GET', '/approvals')).body
    if (items.length > 0) return items[0].id
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** Well-formed ids in the same organisation that nobody has. */
export function missingIds(ids: Ids): Ids {
  const other = (id: string) =>
    id.replace(/.{6}$/, (end) =>
      [...end].map((each) => ALPHABET[(ALPHABET.indexOf(each) + 7) % ALPHABET.length]).join(''),
    )
  return Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, other(id)])) as Ids
}
