// Lighthouse on pages of a running instance, in Debian's Chromium, as a phone on a slow line: its own default.
import { chromium } from '@playwright/test'
import lighthouse from 'lighthouse'
import { freePort } from '../../scripts/postgres.mjs'
import { findChromium } from '../../scripts/test/chromium.mjs'

/** The templates of the public half of the product. */
export const TEMPLATES = {
  browse: '/mcp-servers',
  server: '/mcp-servers/livetap',
  tool: '/mcp-servers/livetap/create-connection',
} as const

/** Each 0 to 100. */
export type Scores = {
  readonly performance: number
  readonly accessibility: number
  readonly 'best-practices': number
  readonly seo: number
}
export type Measured = {
  readonly scores: Scores
  /** What cost points outside of performance: the id of an audit and what it says. */
  readonly faults: readonly string[]
  readonly firstPaintMillis: number
  readonly largestPaintMillis: number
  readonly blockingMillis: number
}

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const

/** Measures addresses one after another in one browser. */
export async function measure(urls: readonly string[]): Promise<Measured[]> {
  const executablePath = process.env.CHROMIUM_PATH || (await findChromium())
  if (!executablePath) throw new Error('There is no Chromium to measure with.')
  const port = await freePort()
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`],
  })
  try {
    const measured: Measured[] = []
    for (const url of urls) measured.push(await measureOne(url, port))
    return measured
  } finally {
    await browser.close()
  }
}

// Chromium now and then loses the beginning of a trace; Lighthouse itself asks to be run again then.
const LOST_TRACE = 'NO_NAVSTART'
const TRIES = 3

async function measureOne(url: string, port: number, tries = TRIES): Promise<Measured> {
  const result = await lighthouse(url, {
    port,
    logLevel: 'error',
    onlyCategories: [...CATEGORIES],
    maxWaitForLoad: 120_000,
  })
  if (!result) throw new Error(`Lighthouse gave nothing for ${url}.`)
  const { categories, audits, runtimeError } = result.lhr
  if (runtimeError?.code === LOST_TRACE && tries > 1) return measureOne(url, port, tries - 1)
  if (runtimeError) throw new Error(`${url}: ${runtimeError.message}`)
  const score = (name: (typeof CATEGORIES)[number]) => Math.round((categories[name]?.score ?? 0) * 100)
  const faults = CATEGORIES.slice(1).flatMap((name) =>
    (categories[name]?.auditRefs ?? []).flatMap(({ id, weight }) => {
      const audit = audits[id]
      const isFault = weight > 0 && audit?.score !== null && audit?.score !== undefined && audit.score < 1
      return isFault ? [`${id}: ${audit.title} ${JSON.stringify(audit.details ?? '').slice(0, 400)}`] : []
    }),
  )
  const millis = (id: string) => Math.round(audits[id]?.numericValue ?? 0)
  return {
    scores: {
      performance: score('performance'),
      accessibility: score('accessibility'),
      'best-practices': score('best-practices'),
      seo: score('seo'),
    },
    faults,
    firstPaintMillis: millis('first-contentful-paint'),
    largestPaintMillis: millis('largest-contentful-paint'),
    blockingMillis: millis('total-blocking-time'),
  }
}
