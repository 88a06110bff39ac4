// What the tests of the board start from: a server whose tools they change at will, a published policy
// that names some of them, and where things are on the screen.
import type { Locator, Page } from '@playwright/test'
import { type ChangeableUpstream, type ListedTool, startUpstream } from '../../testing/upstream.ts'
import { test as base, expect } from '../fixtures.ts'

const tool = (name: string, description: string): ListedTool => ({
  name,
  description,
  inputSchema: { type: 'object', properties: { id: { type: 'string' } } },
})
export const TOOLS: readonly ListedTool[] = [
  tool('list_streams', 'List all streams.'),
  tool('get_stream', 'Read one stream.'),
  tool('create_stream', 'Create a new stream.'),
  tool('update_stream', 'Change the settings of a stream.'),
  tool('delete_stream', 'Delete a stream for good.'),
  tool('delete_archive', 'Delete the archive for good.'),
  tool('pay_invoice', 'Pay an invoice by bank transfer.'),
  tool('run_report', 'Run a report script.'),
]
export const NEW_TOOL = tool('purge_cache', 'Purge the cache.')
/** `delete_*` is a pattern; the two others of “deny” are named; the rest falls to the default. */
export const DOCUMENT = `{
  "version": "1",
  "default": "deny",
  // for the support agents
  "tools": {
    "list_streams": {},
    "get_stream": {},
    "create_stream": { "rate_limit": "30/minute" },
    "delete_*": { "action": "deny", "reason": "Ask Ada." }
  }
}
`
export const CONTROL = process.platform === 'darwin' ? 'Meta' : 'Control'

export type Shelf = {
  readonly serverId: string
  readonly policyId: string
  readonly upstream: ChangeableUpstream
  /** The server lists these from now on, and has been asked again. */
  readonly list: (tools: readonly ListedTool[]) => Promise<void>
}

export const test = base.extend<{ shelf: Shelf; editor: Page }>({
  shelf: async ({ api }, use) => {
    const upstream = await startUpstream(TOOLS)
    const serverId: string = (await api('POST', '/servers', { name: 'Streams', url: upstream.url })).body.id
    const created = { serverId, name: 'Support', document: DOCUMENT }
    const policyId: string = (await api('POST', '/policies', created)).body.id
    const list = async (tools: readonly ListedTool[]) => {
      upstream.list(tools)
      expect((await api('POST', `/servers/${serverId}/refresh`)).status).toBe(200)
    }
    await use({ serverId, policyId, upstream, list })
    await upstream.close()
  },
  editor: async ({ desk, shelf }, use) => {
    await openEditor(desk, shelf)
    await use(desk)
  },
})
export { expect }

/** Opens the editor, and waits until its cards can be used. */
export async function openEditor(page: Page, { serverId }: Shelf, query = ''): Promise<void> {
  await page.goto(`/servers/${serverId}/policy${query}`)
  await expect(page.locator('[data-tool]').first()).toBeVisible()
  // The keys below are pressed at once: what answers them must be there.
  await page.waitForFunction(() => document.querySelector('[data-ready]') !== null)
}

export const card = (page: Page, name: string): Locator => page.locator(`[data-tool="${name}"]`)
export const lane = (page: Page, name: string): Locator => page.locator(`[data-lane="${name}"]`)
export const inLane = (page: Page, name: string, tool: string): Locator =>
  lane(page, name).locator(`[data-tool="${tool}"]`)
/** The names of the cards of a lane, from above. */
export const namesIn = (page: Page, name: string): Promise<string[]> =>
  lane(page, name)
    .locator('[data-tool]')
    .evaluateAll((cards) =>
      cards
        .map((each) => ({
          top: each.getBoundingClientRect().top,
          name: each.getAttribute('data-tool') ?? '',
        }))
        .sort((one, other) => one.top - other.top)
        .map((each) => each.name),
    )
/** What a screen reader is told. */
export const spoken = (page: Page): Locator => page.locator('output[aria-live="polite"]')
export const undo = (page: Page): Promise<void> => page.keyboard.press(`${CONTROL}+z`)
