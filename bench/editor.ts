// How quick the editor feels on a server of 1,300 tools: the production build, a server registered
// through the product, headless Chromium with its processor throttled to a quarter, a real mouse.
// Run with `npm run bench:editor` (`-- --json` adds one JSON object as the last line; `--tools=FILE`
// names a collection of definitions; E2E_URL names an instance that runs already). Other work on the
// machine shows in every figure: the load is printed beside them.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test'
import { startUpstream } from '#testing/upstream.ts'
import { makeApiKey, signUp } from '../e2e/fixtures.ts'
import { managementApi } from '../e2e/management.ts'
import { startInstance } from '../e2e/running.ts'
import { findChromium } from '../scripts/test/chromium.mjs'
import { IN_PAGE, keyMillis, openMillis } from './editor/page.ts'
import { largeServer } from './editor/tools.ts'
import { framesOf } from './editor/trace.ts'

const TOOLS = 1300
const THROTTLE = 4
const ROUNDS = 5
const DRAG_STEPS = 60
const LANES = ['deny', 'limit', 'approve', 'allow'] as const
const KEYS = { allow: '1', limit: '2', approve: '3', deny: '4', hide: '5' }
const GOALS = { openMillis: 1500, moveMillis: 80, moveAllMillis: 250, dragFrameMillis: 6 }

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Loads the editor in a window of its own, with nothing in its cache, as often as there are rounds. */
async function measureOpen(browser: Browser, state: State, url: string): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext(state)
    const { page } = await throttled(await context.newPage())
    await page.goto(url)
    times.push(await openMillis(page))
    await context.close()
  }
  return median(times)
}

/** Single cards walk from lane to lane by their keys. */
async function measureMove(page: Page): Promise<number> {
  const names = await page
    .locator('[data-lane="allow"] [data-tool]')
    .evaluateAll((cards) => cards.slice(0, 3).map((card) => card.getAttribute('data-tool') ?? ''))
  const times: number[] = []
  for (const name of names) {
    await page.locator(`[data-tool="${name}"]`).focus()
    for (const lane of LANES) {
      times.push(await keyMillis(page, KEYS[lane], name, lane))
      await settled(page)
    }
  }
  return median(times)
}

/** All cards at once, there and on. */
async function measureMoveAll(page: Page): Promise<number> {
  const times: number[] = []
  for (const lane of ['approve', 'deny', 'allow', 'hide', 'limit'] as const) {
    const first = page.locator('[data-tool]').first()
    await first.focus()
    await page.keyboard.press('Control+A')
    await page.getByText(`${TOOLS.toLocaleString('en')} selected`).waitFor()
    await settled(page)
    const name = (await first.getAttribute('data-tool')) ?? ''
    times.push(await keyMillis(page, KEYS[lane], name, lane))
    await settled(page)
  }
  return median(times)
}

/** One card is carried over all five lanes and back by the mouse. */
async function measureDrag(page: Page, session: CDPSession): Promise<number> {
  const board = await page.locator('[data-board]').boundingBox()
  const card = await page.locator('[data-tool]').nth(2).boundingBox()
  if (board === null || card === null) throw new Error('the board is not on the screen')
  const y = card.y + card.height / 2
  await page.mouse.move(card.x + 40, y)
  await page.mouse.down()
  await page.mouse.move(card.x + 60, y + 4, { steps: 4 })
  const frames = await framesOf(session, async () => {
    for (let step = 0; step <= DRAG_STEPS; step++) {
      const along = Math.sin((step / DRAG_STEPS) * Math.PI)
      await page.mouse.move(board.x + 20 + along * (board.width - 40), y + along * 120)
      await page.waitForTimeout(16)
    }
  })
  await page.mouse.up()
  return median(frames)
}

/** What the editor does once hands rest (checks, saving) is over. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(1500)
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
}

type State = { storageState: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>> } & Viewport
type Viewport = { viewport: { width: number; height: number } }

async function throttled(page: Page): Promise<{ page: Page; session: CDPSession }> {
  await page.addInitScript(IN_PAGE)
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
  return { page, session }
}

async function measure(origin: string, browser: Browser, upstream: string) {
  const viewport = { width: 1440, height: 900 }
  const context = await browser.newContext({ baseURL: origin, viewport })
  const visitor = await context.newPage()
  await signUp(visitor, { email: `bench-${Date.now()}@example.com`, password: 'correct horse battery 9' })
  const api = managementApi(origin, await makeApiKey(visitor, 'bench'))
  const registered = await api('POST', '/servers', { name: 'Large', url: upstream })
  if (registered.status !== 201) throw new Error(`the server was not registered: ${registered.text}`)
  const url = `${origin}/servers/${registered.body.id}/policy`
  const state = { storageState: await context.storageState(), viewport }
  await visitor.close()

  const open = await measureOpen(browser, state, url)
  const { page, session } = await throttled(await (await browser.newContext(state)).newPage())
  await page.goto(url)
  await openMillis(page)
  await settled(page)
  const move = await measureMove(page)
  const dragFrame = await measureDrag(page, session)
  await settled(page)
  const moveAll = await measureMoveAll(page)
  return { openMillis: open, moveMillis: move, moveAllMillis: moveAll, dragFrameMillis: dragFrame }
}

async function main(): Promise<void> {
  const file = process.argv.find((argument) => argument.startsWith('--tools='))?.slice('--tools='.length)
  const { tools, source } = largeServer(TOOLS, file)
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'))
  const running = process.env.E2E_URL ? null : await startInstance({ folder })
  const upstream = await startUpstream(tools)
  const executablePath = (await findChromium()) ?? undefined
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const measured = await measure(process.env.E2E_URL ?? running?.url ?? '', browser, upstream.url)
    const rounded = Object.fromEntries(
      Object.entries(measured).map(([name, value]) => [name, Math.round(value * 10) / 10]),
    )
    const load = `load ${(loadavg()[0] ?? 0).toFixed(1)} on ${cpus().length} processors`
    console.log(
      `${tools.length} tools (${source}), ${browser.version()}, ${THROTTLE}× throttled, ${load}, medians:`,
    )
    for (const [name, goal] of Object.entries(GOALS))
      console.log(`  ${name} ${rounded[name]} (goal ≤ ${goal})`)
    if (process.argv.includes('--json')) console.log(JSON.stringify(rounded))
  } finally {
    await browser.close()
    await upstream.close()
    await running?.interrupt()
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
