import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { count, isMetered, METRICS, observe, type Served, startMetrics, watch } from './index.ts'

const TOKEN = 'a-token-for-scrapers'
let served: Served
beforeAll(async () => {
  // Counted before anybody wanted figures: nowhere to be seen.
  count('portcullis_faults_total', { code: 'counted-too-early' })
  const started = await startMetrics('gateway', { port: 0, host: '127.0.0.1', token: TOKEN })
  if (!started) throw new Error('it did not start')
  served = started
})
afterAll(() => served.close())

const scrape = (headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }, path = '/metrics') =>
  fetch(`http://127.0.0.1:${served.port}${path}`, { headers })
const text = async () => (await scrape()).text()

describe('figures', () => {
  it('are not kept, and cost no port, where nobody wants them', async () => {
    expect(await startMetrics('gateway', null)).toBeNull()
    expect(await text()).not.toContain('counted-too-early')
  })

  it('are served as Prometheus text, each with its help', async () => {
    count('portcullis_faults_total', { code: 'grant-unknown' })
    count('portcullis_faults_total', { code: 'grant-unknown' })
    observe('portcullis_step_seconds', { step: 'decide' }, 0.002)
    watch('portcullis_calls_held', () => [{ labels: {}, value: 3 }])
    const response = await scrape()
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const said = await response.text()
    expect(said).toContain('portcullis_faults_total{code="grant-unknown",part="gateway"} 2')
    expect(said).toContain('portcullis_step_seconds_bucket{le="0.0025",part="gateway",step="decide"} 1')
    expect(said).toContain('portcullis_calls_held{part="gateway"} 3')
    expect(said).toContain('process_resident_memory_bytes')
    for (const [name, { help }] of Object.entries(METRICS)) expect(said).toContain(`# HELP ${name} ${help}`)
  })

  it('say nothing of a gauge that nobody reads, or whose reader fails', async () => {
    watch('portcullis_ready', () => Promise.reject(new Error('the store is away')))
    const said = await text()
    expect(said).not.toMatch(/^portcullis_ready\b/m)
    expect(said).not.toMatch(/^portcullis_connections\b/m)
    expect(said).toMatch(/^portcullis_calls_held\b/m)
  })

  it('have a bounded number of series, whatever comes from outside', async () => {
    for (let i = 0; i < 1000; i++) count('portcullis_faults_total', { code: `code-${i}` })
    const series = (await text()).match(/^portcullis_faults_total\{/gm) ?? []
    expect(series.length).toBeLessThanOrEqual(65)
    expect(await text()).toContain('code="other"')
  })

  it('have no label that could name a tenant, a person or a tool', () => {
    const labels = new Set(Object.values(METRICS).flatMap((metric) => [...metric.labels] as string[]))
    expect([...labels].sort()).toEqual([
      'code',
      'decision',
      'kind',
      'outcome',
      'reason',
      'result',
      'route',
      'state',
      'status',
      'step',
      'throttle',
      'why',
    ])
  })

  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: `Bearer ${TOKEN}x` }],
    ['the token of another scheme', { authorization: `Basic ${TOKEN}` }],
    ['an empty token', { authorization: 'Bearer ' }],
  ])('are refused to who shows %s', async (_, headers) => {
    const response = await scrape(headers as Record<string, string>)
    expect(response.status).toBe(401)
    expect(await response.text()).not.toContain('portcullis_')
  })

  it('are at one address only, and only to be read', async () => {
    expect((await scrape(undefined, '/')).status).toBe(404)
    expect((await scrape(undefined, '/metrics/')).status).toBe(404)
    const posted = await fetch(`http://127.0.0.1:${served.port}/metrics`, { method: 'POST' })
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it('refuse a port that is taken', async () => {
    await expect(
      startMetrics('dashboard', { port: served.port, host: '127.0.0.1', token: '' }),
    ).rejects.toThrow('EADDRINUSE')
    expect(isMetered()).toBe(true)
  })
})
