// Every page and route file of the dashboard, and the addresses at which each takes an id.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Ids } from './organisation.ts'

export type PageRow = {
  /** Query parameters that its source reads; each that takes an id stands in an address below. */
  readonly query: readonly string[]
  /** @param own ids of the organisation that asks; `ids` are those it asks about */
  readonly addresses: (ids: Ids, own: Ids) => readonly string[]
}

/** Pages for members. One that is not here fails the test, and so does a parameter. */
export const PAGES: Readonly<Record<string, PageRow>> = {
  '/overview': { query: [], addresses: () => [] },
  '/servers': { query: [], addresses: () => [] },
  // A draft that is not the member's own changes nothing of it.
  '/servers/new': { query: ['trial'], addresses: ({ trial }) => [`/servers/new?trial=${trial}`] },
  // Drafts are nobody's until somebody claims them: e2e/try.spec.ts has those of others.
  '/claim/[trialId]': { query: ['fault'], addresses: () => [] },
  '/servers/[serverId]': {
    query: ['tool'],
    addresses: ({ server }) => [`/servers/${server}`, `/servers/${server}?tool=list_connections`],
  },
  '/servers/[serverId]/review': view('/review'),
  '/servers/[serverId]/grants': view('/grants'),
  '/servers/[serverId]/calls': view('/calls'),
  '/servers/[serverId]/account': view('/account'),
  // What it takes is good for the browser and the member that began it: lib/connections has those of others.
  '/servers/connected/[issuer]': { query: ['code', 'error', 'iss', 'state'], addresses: () => [] },
  '/servers/[serverId]/settings': view('/settings'),
  '/servers/[serverId]/policy': {
    query: ['policy', 'version', 'restore', 'proposal', 'tool', 'rule', 'code'],
    addresses: ({ server, policy, proposal }, own) => [
      `/servers/${own.server}/policy?policy=${own.policy}&proposal=${proposal}`,
      `/servers/${own.server}/policy?policy=${policy}`,
      `/servers/${server}/policy`,
      `/servers/${server}/policy?policy=${policy}`,
      `/servers/${server}/policy?policy=new&tool=list_connections&rule=%2Ftools%2Flist_connections`,
      `/servers/${server}/policy?version=1`,
      `/servers/${server}/policy?restore=1&code=1`,
    ],
  },
  '/servers/[serverId]/policy/servers': {
    query: ['policy'],
    addresses: ({ server, policy }, own) => [
      `/servers/${server}/policy/servers?policy=${policy}`,
      `/servers/${own.server}/policy/servers?policy=${policy}`,
    ],
  },
  '/inventory': {
    query: ['q', 'server', 'grant', 'category', 'severity', 'effect', 'unused', 'cursor'],
    addresses: ({ server, grant }) => [
      `/inventory?server=${server}`,
      `/inventory?grant=${grant}&unused=1`,
      `/inventory?q=list&category=Read&severity=Low&effect=allow&server=${server}&grant=${grant}`,
      `/inventory?cursor=${Buffer.from(`${server} list_connections`).toString('base64url')}`,
    ],
  },
  '/inventory/baseline': { query: [], addresses: () => [] },
  '/grants': { query: [], addresses: () => [] },
  '/grants/new': { query: ['server'], addresses: ({ server }) => [`/grants/new?server=${server}`] },
  '/grants/connect': { query: ['grant'], addresses: ({ grant }) => [`/grants/connect?grant=${grant}`] },
  '/grants/[grantId]': { query: [], addresses: ({ grant }) => [`/grants/${grant}`] },
  // What a client asks is nobody's until a member of the server's organisation answers: e2e/oauth.spec.ts.
  '/consent/[requestId]': { query: [], addresses: () => [] },
  '/activity': {
    query: ['server', 'grant', 'tool', 'decision', 'rule', 'from', 'to', 'cursor', 'call'],
    addresses: ({ server, grant, call }) => [
      `/activity?server=${server}`,
      `/activity?grant=${grant}`,
      `/activity?call=${call}`,
      `/activity?server=${server}&grant=${grant}&decision=allow&tool=list_connections&call=${call}`,
      `/activity?cursor=${cursorAt(call)}`,
    ],
  },
  '/activity/[callId]': { query: [], addresses: ({ call }) => [`/activity/${call}`] },
  '/usage': {
    query: ['range', 'server', 'grant', 'as'],
    addresses: ({ server, grant }) => [
      `/usage?range=30d&server=${server}`,
      `/usage?range=30d&grant=${grant}&as=table`,
      `/usage?range=kept&server=${server}&grant=${grant}`,
    ],
  },
  '/approvals': {
    query: ['cursor', 'show'],
    addresses: ({ approval }) => [`/approvals?show=history&cursor=${cursorAt(approval)}`],
  },
  '/approvals/[approvalId]': {
    query: ['fault'],
    addresses: ({ approval }) => [`/approvals/${approval}`, `/approvals/${approval}?fault=forbidden`],
  },
  '/approvals/[approvalId]/allow': {
    query: ['minutes', 'tried', 'uses'],
    addresses: ({ approval }) => [`/approvals/${approval}/allow?tried=1&uses=1&minutes=1`],
  },
  '/organisations/new': { query: [], addresses: () => [] },
  '/settings/members': { query: [], addresses: () => [] },
  '/settings': { query: [], addresses: () => [] },
  '/settings/account': { query: ['error', 'fault', 'provider'], addresses: () => [] },
  '/settings/audit': {
    query: ['actor', 'cursor', 'from', 'kind', 'to'],
    addresses: ({ key }) => [
      `/settings/audit?actor=${key}&kind=grant&from=2000-01-01&to=2999-01-01`,
      `/settings/audit?cursor=${cursorAt(key)}`,
    ],
  },
}

/** Pages that everyone may see, and that hold nothing of anyone's. */
export const PUBLIC_PAGES = [
  '/',
  '/sign-in',
  // Without a password given it leads back there.
  '/sign-in/second-step',
  '/sign-up',
  // Whoever holds the link of an invitation: e2e/members.spec.ts has those of others.
  '/join/[token]',
  // They hold what is for whoever holds a letter.
  '/forgot-password',
  '/reset-password',
  '/confirm-email',
  // For this machine alone: e2e/accounts.spec.ts.
  '/mailbox',
  '/mailbox/[mailId]',
  '/attacks',
  '/attacks/[slug]',
  '/docs',
  '/docs/[page]',
  '/docs/search',
  '/mcp-servers',
  '/mcp-servers/[server]',
  '/mcp-servers/[server]/[tool]',
  '/risk/[level]',
  '/try',
  '/try/[trialId]',
  '/try/rule',
]
/** Route files that are no pages; each has a test of its own. The API's stand in its document. */
export const ROUTE_FILES = [
  '/activity/export',
  '/api/[[...rest]]',
  '/api/auth/[...auth]',
  '/approvals/[approvalId]/decide',
  '/approvals/allowances/[allowanceId]/revoke',
  '/attacks/[slug]/policy.json',
  '/docs/search.json',
  '/live',
  '/livez',
  '/policy.schema.json',
  '/readyz',
  '/schemas/policy/1.json',
  '/servers/[serverId]/connector',
  '/servers/[serverId]/policy/details',
  '/servers/[serverId]/policy/replay',
  '/servers/[serverId]/policy/limits',
  '/settings/account/export',
  '/settings/audit/export',
  '/settings/escalation',
  '/settings/export',
  '/settings/separation',
  '/stops/holding',
  '/servers/new/stream',
  '/contact',
  '/upstream-client/[issuer]',
  '/llms.txt',
  '/mcp-servers/[server]/[tool]/policy.json',
  '/mcp-servers/[server]/policy.json',
  '/robots.txt',
  '/sitemap.xml',
  '/sitemaps/[shard]',
  '/twins/servers/[form]/[server]',
  '/twins/tools/[form]/[server]/[tool]',
  '/twins/attacks/[form]',
  '/twins/docs/[page]',
  '/twins/attacks/[form]/[slug]',
  '/claim/[trialId]/take',
  '/try/[trialId]/details',
  '/try/listing',
  '/try/rule/keep',
  '/try/start',
]

export type RouteFile = { readonly route: string; readonly isPage: boolean; readonly source: string }

/** The route files there are. */
export function routeFiles(): RouteFile[] {
  return readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(page|route)\.tsx?$/.test(basename(file)))
    .map((file) => ({
      route: `/${dirname(file)
        .split('/')
        .filter((part) => part !== '.' && !/^\(.*\)$/.test(part))
        .join('/')}`,
      isPage: basename(file).startsWith('page.'),
      source: sourceOf(join('app', file)),
    }))
    .sort((a, b) => a.route.localeCompare(b.route))
}

// With the modules beside it that it imports: a page may leave the reading of its address to one of them.
function sourceOf(file: string): string {
  const source = readFileSync(file, 'utf8')
  const beside = [...source.matchAll(/from '\.\/([\w-]+\.ts)'/g)].map(([, name = '']) =>
    join(dirname(file), name),
  )
  return [source, ...beside.map((each) => readFileSync(each, 'utf8'))].join('\n')
}

/** The query parameters that a page's source reads. */
export function parametersRead(source: string): string[] {
  const members = [...source.matchAll(/\b(?:query|searchParams\)?)\.(\w+)/g)].map((match) => match[1] ?? '')
  const unpacked = [...source.matchAll(/\{([^{}]*)\} = await searchParams/g)].flatMap((match) =>
    (match[1] ?? '').split(',').map((name) => name.split(':')[0]?.trim() ?? ''),
  )
  return [...new Set([...members, ...unpacked])].sort()
}

function view(path: string): PageRow {
  return { query: [], addresses: ({ server }) => [`/servers/${server}${path}`] }
}

// A cursor names the row where a page ended.
function cursorAt(call: string): string {
  return Buffer.from(`2999-01-01T00:00:00.000000Z ${call}`).toString('base64url')
}
