// What the operator's figures say of calls that really passed, were refused, and failed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { METRICS, type Served, startMetrics } from '#lib/metrics/index.ts'
import { callMessage, type Harness, modernMessage, startHarness } from './testing/harness.ts'

let gate: Harness
let served: Served
let text = ''
beforeAll(async () => {
  const started = await startMetrics('gateway', { port: 0, host: '127.0.0.1', token: '' })
  if (!started) throw new Error('no figures')
  served = started
  gate = await startHarness()
  const tenant = await gate.tenant({
    version: '1',
    default: 'deny',
    tools: {
      echo: { limits: [{ counter: 'echoes', max: 2, window: 'day' }] },
      fail: {},
      delete_account: { action: 'deny' },
    },
  })
  const call = (name: string) => {
    const { body, headers } = modernMessage('tools/call', { name, arguments: {} })
    return gate.post(tenant, body, headers)
  }
  for (const name of ['echo', 'echo', 'echo', 'fail', 'delete_account']) await call(name)
  await gate.post(tenant, callMessage('echo'), { authorization: 'Bearer pcg_nobody' })
  await fetch(`${gate.origin}/livez`)
  await gate.records(tenant)
  text = await (await fetch(`http://127.0.0.1:${served.port}/metrics`)).text()
})
afterAll(async () => {
  await gate.close()
  await served.close()
})

// In whatever order the labels are told.
const value = (series: string): number => {
  const [, name = '', labels = ''] = /^(\w+)\{(.*)\}$/.exec(series) ?? []
  const lines = text.split('\n').filter((each) => each.startsWith(`${name}{`))
  const line = lines.find((each) => labels.split(',').every((label) => each.includes(label)))
  return Number(line?.split('} ')[1] ?? Number.NaN)
}

describe('the figures of a gateway', () => {
  it('count what was decided, by what was recorded', () => {
    const decided = (decision: string, reason: string) =>
      value(`portcullis_decisions_total{decision="${decision}",reason="${reason}",part="gateway"}`)
    expect([decided('allow', 'allowed'), decided('limit', 'limit-reached')]).toEqual([3, 1])
    expect(decided('deny', 'condition-met')).toBe(1)
  })

  it('tell what became of admitted calls, and where their time went', () => {
    const outcome = (name: string) => value(`portcullis_outcomes_total{outcome="${name}",part="gateway"}`)
    expect([outcome('ok'), outcome('tool_error')]).toEqual([2, 1])
    expect(value('portcullis_gateway_seconds_count{part="gateway"}')).toBe(3)
    expect(value('portcullis_upstream_seconds_count{part="gateway"}')).toBe(3)
    for (const step of ['authenticate', 'decide', 'admit'])
      expect(value(`portcullis_step_seconds_count{step="${step}",part="gateway"}`)).toBeGreaterThanOrEqual(5)
  })

  it('count requests by what was asked for, and faults by their code', () => {
    expect(value('portcullis_requests_total{route="mcp",status="200",part="gateway"}')).toBe(5)
    expect(value('portcullis_requests_total{route="mcp",status="401",part="gateway"}')).toBe(1)
    expect(value('portcullis_requests_total{route="livez",status="200",part="gateway"}')).toBe(1)
    expect(value('portcullis_faults_total{code="grant-unknown",part="gateway"}')).toBe(1)
  })

  it('show what is so now', () => {
    expect(value('portcullis_ready{part="gateway"}')).toBe(1)
    expect(value('portcullis_calls_held{part="gateway"}')).toBe(0)
    expect(value('portcullis_calls_under_way{part="gateway"}')).toBe(0)
    expect(value('portcullis_database_connections{state="idle",part="gateway"}')).toBeGreaterThan(0)
    expect(value('portcullis_connections{part="gateway"}')).toBeGreaterThanOrEqual(0)
  })

  it('name no tenant, grant, server, tool or token', () => {
    expect(text).not.toMatch(/(org|srv|grt|usr|pol|call)_[0-9a-z]{10}|pcg_|delete_account|echo/)
    expect(Object.keys(METRICS).length).toBeGreaterThan(15)
  })

  it('are nowhere on the public port', async () => {
    const answer = await fetch(`${gate.origin}/metrics`)
    expect([answer.status, (await answer.text()).includes('portcullis_')]).toEqual([404, false])
  })
})
