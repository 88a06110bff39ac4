// Every page, as everyone meets it: axe in light and in dark, no sideways scrolling on a phone, nothing in
// the console (the content policy above all), and the main action within reach of the keyboard.
import type { BrowserContext, Page } from '@playwright/test'
import { test as base, expect, origin } from './fixtures.ts'
import { expectNoSidewaysScroll, expectSoundInBoth } from './sound.ts'
import { type Ids, newOrganisation } from './tenancy/organisation.ts'
import { PAGES, PUBLIC_PAGES } from './tenancy/pages.ts'

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1440, height: 900 }
const MANY_TABS = 60

type State = {
  readonly address: (ids: Ids) => string
  /** The name of what one comes to this page to do. */
  readonly action: RegExp
}

/** A state or more of every page; a page without one fails the test. */
const STATES: Readonly<Record<string, readonly State[]>> = {
  '/': [{ address: () => '/', action: /sign up|get started|overview/i }],
  '/sign-in': [{ address: () => '/sign-in', action: /^Sign in$/ }],
  '/sign-in/second-step': [{ address: () => '/sign-in/second-step', action: /^Sign in$/ }],
  '/sign-up': [{ address: () => '/sign-up', action: /^Sign up$/ }],
  '/forgot-password': [{ address: () => '/forgot-password', action: /^Send the link$/ }],
  // Without a letter; with one: accounts.spec.ts.
  '/reset-password': [{ address: () => '/reset-password', action: /^Ask for another link$/ }],
  '/confirm-email': [{ address: () => '/confirm-email', action: /^Go to sign in$/ }],
  '/mailbox': [{ address: () => '/mailbox', action: /^Confirm your e-mail address$/ }],
  '/mailbox/[mailId]': [{ address: () => '/mailbox/no-such-letter', action: /front page/ }],
  '/attacks': [{ address: () => '/attacks', action: /^Demonstration/ }],
  '/attacks/[slug]': [{ address: () => '/attacks/destructive-autonomy', action: /^Copy JSON$/ }],
  '/docs': [{ address: () => '/docs', action: /^Start$/ }],
  '/docs/[page]': [
    { address: () => '/docs/policy-language', action: /^Copy$/ },
    { address: () => '/docs/no-such-page', action: /^See all pages$/ },
  ],
  '/docs/search': [
    { address: () => '/docs/search?q=limit', action: /Limits/ },
    { address: () => '/docs/search?q=zzzzqqqq', action: /^See all pages$/ },
  ],
  '/try': [{ address: () => '/try', action: /^See its board$/ }],
  '/try/[trialId]': [
    { address: ({ trial }) => `/try/${trial}`, action: /^Sign up to keep it$/ },
    { address: ({ trial }) => `/try/${trial}?tool=list_connections`, action: /^Sign up to keep it$/ },
    { address: () => '/try/no-such-draft', action: /^Try a server$/ },
  ],
  '/try/rule': [
    {
      address: () => '/try/rule?server=livetap&tool=create-connection&treatment=limit&amount=30',
      action: /^Open in editor$/,
    },
  ],
  '/consent/[requestId]': [{ address: () => '/consent/none', action: /^See your grants$/ }],
  '/claim/[trialId]': [
    { address: ({ trial }) => `/claim/${trial}`, action: /^Keep and open the draft$/ },
    { address: () => '/claim/no-such-draft', action: /^Try a server$/ },
  ],
  '/mcp-servers': [
    { address: () => '/mcp-servers', action: /^Any risk$/ },
    { address: () => '/mcp-servers?q=conection&severity=low', action: /^Any risk$/ },
    { address: () => '/mcp-servers?q=zzzzqqqq', action: /^See all servers$/ },
  ],
  '/mcp-servers/[server]': [
    { address: () => '/mcp-servers/livetap', action: /^create_connection$/ },
    { address: () => '/mcp-servers/no-such-server', action: /^See all servers$/ },
  ],
  '/mcp-servers/[server]/[tool]': [
    { address: () => '/mcp-servers/livetap/create-connection', action: /^Open in editor$/ },
    { address: () => '/mcp-servers/livetap/create-connection?contact=email', action: /^Report a mistake$/ },
  ],
  '/risk/[level]': [{ address: () => '/risk/critical', action: /^Medium/ }],
  '/overview': [{ address: () => '/overview', action: /^See all$|publish|grant/i }],
  '/servers': [{ address: () => '/servers', action: /^Register server$/ }],
  '/servers/new': [{ address: () => '/servers/new', action: /^Register server$/ }],
  '/servers/[serverId]': [{ address: ({ server }) => `/servers/${server}`, action: /policy editor/i }],
  '/servers/[serverId]/review': [
    { address: ({ server }) => `/servers/${server}/review`, action: /^See the tools$/ },
  ],
  '/servers/[serverId]/grants': [
    { address: ({ server }) => `/servers/${server}/grants`, action: /^Create grant$/ },
  ],
  '/servers/[serverId]/calls': [
    { address: ({ server }) => `/servers/${server}/calls`, action: /list_connections/ },
  ],
  '/servers/[serverId]/account': [
    { address: ({ server }) => `/servers/${server}/account`, action: /^Connect$/ },
  ],
  '/servers/connected/[issuer]': [
    { address: () => `/servers/connected/${'0'.repeat(32)}?state=x&code=y`, action: /^To the servers$/ },
  ],
  '/servers/[serverId]/settings': [
    { address: ({ server }) => `/servers/${server}/settings`, action: /^Delete server$/ },
  ],
  '/servers/[serverId]/policy': [
    { address: ({ server }) => `/servers/${server}/policy`, action: /^Publish$/ },
    { address: ({ server }) => `/servers/${server}/policy?code=1`, action: /^Publish$/ },
    { address: ({ server }) => `/servers/${server}/policy?tool=list_connections`, action: /^Publish$/ },
    { address: ({ server }) => `/servers/${server}/policy?view=table`, action: /^Publish$/ },
    { address: ({ server }) => `/servers/${server}/policy?version=1`, action: /history/i },
  ],
  '/servers/[serverId]/policy/servers': [
    {
      address: ({ server, policy }) => `/servers/${server}/policy/servers?policy=${policy}`,
      action: /policy/i,
    },
  ],
  '/grants': [{ address: () => '/grants', action: /^Create grant$/ }],
  '/grants/new': [{ address: ({ server }) => `/grants/new?server=${server}`, action: /^Create grant$/ }],
  '/grants/connect': [
    { address: ({ grant }) => `/grants/connect?grant=${grant}`, action: /^Copy/ },
    { address: () => '/grants/connect?grant=none', action: /^Start with the demo server$/ },
  ],
  '/grants/[grantId]': [{ address: ({ grant }) => `/grants/${grant}`, action: /^Copy/ }],
  '/approvals': [
    { address: () => '/approvals', action: /list_connections/ },
    { address: () => '/approvals?show=allowances', action: /^Waiting$/ },
    { address: () => '/approvals?show=proposals', action: /^Waiting$/ },
  ],
  '/approvals/[approvalId]': [
    { address: ({ approval }) => `/approvals/${approval}`, action: /^Approve once$/ },
  ],
  '/approvals/[approvalId]/allow': [
    { address: ({ approval }) => `/approvals/${approval}/allow`, action: /^Approve and allow$/ },
  ],
  '/inventory': [
    { address: () => '/inventory', action: /list_connections/ },
    { address: () => '/inventory?q=nothing', action: /^Clear filters$/ },
  ],
  '/inventory/baseline': [{ address: () => '/inventory/baseline', action: /^Deny what is Critical$/ }],
  '/usage': [
    { address: () => '/usage', action: /^Charts$/ },
    { address: () => '/usage?range=7d&as=table', action: /^Tables$/ },
  ],
  '/activity': [
    { address: () => '/activity', action: /list_connections/ },
    { address: ({ call }) => `/activity?call=${call}`, action: /close/i },
    { address: () => '/activity?tool=nothing', action: /^Clear filters$/ },
  ],
  '/activity/[callId]': [{ address: ({ call }) => `/activity/${call}`, action: /^Copy call id$/ }],
  '/settings': [{ address: () => '/settings', action: /^Create key$/ }],
  '/settings/account': [{ address: () => '/settings/account', action: /^Add passkey$/ }],
  '/settings/members': [{ address: () => '/settings/members', action: /^Invite$/ }],
  '/organisations/new': [{ address: () => '/organisations/new', action: /^Create organisation$/ }],
  '/join/[token]': [{ address: () => '/join/nobody', action: /^Sign in$/ }],
  '/settings/audit': [
    { address: () => '/settings/audit', action: /^Export CSV$/ },
    { address: () => '/settings/audit?kind=connector', action: /^Show every entry$/ },
  ],
  // What is shown for an address that nothing has.
  '/no-such-page': [{ address: () => '/no-such-page', action: /front page/ }],
  '/servers/missing': [{ address: () => '/servers/missing', action: /overview/ }],
}

const test = base.extend<object, { resident: { context: BrowserContext; ids: Ids } }>({
  resident: [
    async ({ browser, liveTap }, use) => {
      const { context, ids } = await newOrganisation(browser, origin(), liveTap.url)
      await use({ context, ids })
      await context.close()
    },
    { scope: 'worker' },
  ],
})

test('every page has a state here', () => {
  const pages = [...PUBLIC_PAGES, ...Object.keys(PAGES), '/no-such-page', '/servers/missing']
  expect(Object.keys(STATES).sort()).toEqual(pages.sort())
})

for (const [route, states] of Object.entries(STATES)) {
  for (const [index, { address, action }] of states.entries()) {
    test(`${route}${index > 0 ? ` (${index + 1})` : ''} is for everyone`, async ({ resident, browser }) => {
      const isPublic = PUBLIC_PAGES.includes(route)
      const context = isPublic ? await browser.newContext({ baseURL: origin() }) : resident.context
      const page = await context.newPage()
      const complaints = listen(page)
      await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' })
      await page.setViewportSize(DESK)
      await page.goto(address(resident.ids))
      await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
      await expectSoundInBoth(page, route)
      await expectReachable(page, action)
      await page.setViewportSize(PHONE)
      await expectNoSidewaysScroll(page)
      expect(complaints).toEqual([])
      await (isPublic ? context : page).close()
    })
  }
}

/** What the console and the content policy complain about, as it comes. */
function listen(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    // The browser's own line about a page that is answered with 404.
    if (message.type() === 'error' && !message.text().includes('status of 404'))
      complaints.push(message.text())
  })
  return complaints
}

/** Tab by Tab from the top of the page; what has the focus shows it. */
async function expectReachable(page: Page, action: RegExp): Promise<void> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  const passed: string[] = []
  for (let i = 0; i < MANY_TABS; i++) {
    await page.keyboard.press('Tab')
    const { name, isShown } = await page.evaluate(() => {
      const element = document.activeElement
      const label = element?.getAttribute('aria-label') ?? element?.textContent ?? ''
      return { name: label.trim(), isShown: element?.matches(':focus-visible') ?? false }
    })
    passed.push(name)
    if (action.test(name)) return expect(isShown).toBe(true)
  }
  throw new Error(`${action} is not within ${MANY_TABS} tabs: ${passed.join(' › ')}`)
}
