// A call as a trace: from the client's own, through every step of ours, to what the upstream is told; received by a
// real OTLP receiver.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTracing, type Tracing } from '#lib/tracing/index.ts'
import {
  attributesOf,
  type OtlpReceiver,
  type ReceivedSpan,
  startOtlpReceiver,
} from '#testing/otlp-receiver.ts'
import { callMessage, type Harness, modernMessage, startHarness } from './testing/harness.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const SPAN = 'b7ad6b7169203331'
const OTHER = '4bf92f3577b34da6a3ce929d0e0e4736'
const parent = (trace: string, flags = '01') => `00-${trace}-${SPAN}-${flags}`
const RELEASE = { name: 'portcullis', version: '0.0.0' }

let gate: Harness
let receiver: OtlpReceiver
let tracing: Tracing
let spans: ReceivedSpan[] = []
let token = ''
beforeAll(async () => {
  receiver = await startOtlpReceiver()
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=key-of-the-collector',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test',
  })
  const started = await startTracing(process.env, RELEASE)
  if (!started) throw new Error('no traces')
  tracing = started
  gate = await startHarness({}, tracing.tracer)
  const tenant = await gate.tenant({
    version: '1',
    default: 'allow',
    tools: { delete_account: { action: 'deny' } },
  })
  token = tenant.token
  const modern = modernMessage('tools/call', { name: 'echo', arguments: { text: 'argument-canary' } })
  const { params } = modern.body
  const inMeta = { ...params, _meta: { ...params._meta, traceparent: parent(TRACE), baggage: 'a=b' } }
  await gate.post(
    tenant,
    { ...modern.body, params: inMeta },
    { ...modern.headers, traceparent: parent(OTHER) },
  )
  await gate.post(tenant, callMessage('echo', { text: 'b' }), {
    traceparent: parent(OTHER),
    tracestate: 'vendor=1',
  })
  const failing = modernMessage('tools/call', { name: 'fail', arguments: {} })
  await gate.post(tenant, failing.body, { ...failing.headers, traceparent: parent('0'.repeat(32)) })
  await gate.post(tenant, callMessage('delete_account'), { traceparent: 'nonsense\t<script>' })
  await gate.post(tenant, callMessage('slow'), { traceparent: parent('f'.repeat(32), '00') })
  await gate.post(tenant, callMessage('echo'), { authorization: 'Bearer pcg_nobody' })
  await gate.records(tenant)
  await tracing.stop()
  spans = receiver.spans()
}, 60_000)
afterAll(async () => {
  await gate.close()
  await receiver.close()
})

const roots = () => spans.filter(({ kind }) => kind === 2)
const rootOf = (name: string, at = 0) => roots().filter((each) => each.name === name)[at]
const partsOf = (root: ReceivedSpan | undefined) =>
  spans.filter(({ parentSpanId, kind }) => parentSpanId === root?.spanId && kind !== 2)

describe('a call as a trace', () => {
  it('goes on with the one that the request names in _meta, and links the one of the headers', () => {
    const root = roots().find(({ traceId }) => traceId === TRACE)
    expect(root).toMatchObject({ name: 'tools/call echo', parentSpanId: SPAN })
    expect(root?.links).toMatchObject([{ traceId: OTHER, spanId: SPAN }])
    expect(root && attributesOf(root)).toMatchObject({
      'mcp.method.name': 'tools/call',
      'mcp.protocol.version': '2026-07-28',
      'gen_ai.tool.name': 'echo',
      'portcullis.decision': 'allow',
      'portcullis.reason': 'allowed',
    })
    expect(Number(root?.startTimeUnixNano)).toBeLessThan(Number(root?.endTimeUnixNano))
  })

  it('has a span for each step, and one for what is asked of the upstream', () => {
    const parts = partsOf(roots().find(({ traceId }) => traceId === TRACE))
    expect(parts.map(({ name }) => name).sort()).toEqual(['admit', 'authenticate', 'decide', 'forward'])
    expect(parts.find(({ name }) => name === 'forward')?.kind).toBe(3)
  })

  it('goes on in the upstream: in its headers and in _meta, with our span and nobody else’s', () => {
    const [modern, legacy] = gate.upstream.calls()
    const forwards = spans.filter(({ name }) => name === 'forward')
    for (const [call, trace] of [
      [modern, TRACE],
      [legacy, OTHER],
    ] as const) {
      const forward = forwards.find(({ traceId }) => traceId === trace)
      const own = `00-${trace}-${forward?.spanId}-01`
      expect(call?.headers.traceparent).toBe(own)
      expect(JSON.parse(call?.body ?? '{}').params._meta.traceparent).toBe(own)
      expect(call?.headers.baggage).toBeUndefined()
      expect(call?.body).not.toContain('baggage')
    }
    expect(legacy?.headers.tracestate).toBe('vendor=1')
  })

  it('says what failed by a code, on its own span and on the whole', () => {
    const failed = rootOf('tools/call fail')
    expect(failed?.status).toEqual({ code: 2 })
    expect(failed && attributesOf(failed)['error.type']).toBe('tool_error')
    expect(partsOf(failed).find(({ name }) => name === 'forward')?.status.code).toBe(2)
  })

  it('says why nothing was forwarded', () => {
    const denied = rootOf('tools/call delete_account')
    expect(denied && attributesOf(denied)['portcullis.decision']).toBe('deny')
    expect(partsOf(denied).map(({ name }) => name)).not.toContain('forward')
  })

  it('begins anew where a client names a trace that is none', () => {
    for (const root of [rootOf('tools/call fail'), rootOf('tools/call delete_account')]) {
      expect(root?.traceId).toMatch(/^[0-9a-f]{32}$/)
      expect(root?.traceId).not.toMatch(/^0+$/)
      expect(root?.parentSpanId ?? '').toBe('')
    }
  })

  it('is not sent where its client does not sample, and still passes its mark on', () => {
    expect(spans.some(({ traceId }) => traceId === 'f'.repeat(32))).toBe(false)
    const slow = gate.upstream.calls().find(({ body }) => body.includes('"slow"'))
    expect(slow?.headers.traceparent).toMatch(new RegExp(`^00-${'f'.repeat(32)}-[0-9a-f]{16}-00$`))
  })

  it('is made for known grants alone', () => {
    expect(roots()).toHaveLength(4)
  })

  it('carries no token, argument or answer, and shows the collector its key', () => {
    const sent = receiver.bodies.map(({ body }) => body.toString()).join()
    for (const secret of [token, 'argument-canary', 'pcg_', 'key-of-the-collector'])
      expect(sent).not.toContain(secret)
    expect(sent).toContain('"deployment.environment"')
    expect(sent).toContain('portcullis')
    for (const { path, headers } of receiver.bodies) {
      expect(path).toBe('/v1/traces')
      expect(headers['x-collector-key']).toBe('key-of-the-collector')
    }
  })
})

describe('traces by default', () => {
  it('are sent as protobuf', async () => {
    const other = await startOtlpReceiver()
    Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: other.url, OTEL_EXPORTER_OTLP_PROTOCOL: '' })
    const own = await startTracing(process.env, RELEASE)
    own?.tracer.begin('tools/list', performance.now(), {}).end()
    await own?.stop()
    expect(other.bodies.map(({ headers }) => headers['content-type'])).toEqual(['application/x-protobuf'])
    expect(other.bodies[0]?.body.includes('tools/list')).toBe(true)
    await other.close()
  })

  it('do not keep a process from ending where the collector is away', async () => {
    Object.assign(process.env, {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
    })
    const own = await startTracing(process.env, RELEASE)
    own?.tracer.begin('tools/list', performance.now(), {}).end()
    await expect(own?.stop()).resolves.toBeUndefined()
  })

  it('are off without an endpoint, and a client’s own then passes untouched', async () => {
    expect(await startTracing({}, RELEASE)).toBeNull()
    const plain = await startHarness()
    const tenant = await plain.tenant()
    const { body, headers } = modernMessage('tools/call', { name: 'echo', arguments: {} })
    const meta = { ...body.params._meta, traceparent: parent(TRACE) }
    await plain.post(
      tenant,
      { ...body, params: { ...body.params, _meta: meta } },
      { ...headers, traceparent: parent(OTHER) },
    )
    const [call] = plain.upstream.calls()
    expect(JSON.parse(call?.body ?? '{}').params._meta.traceparent).toBe(parent(TRACE))
    expect(call?.headers.traceparent).toBeUndefined()
    await plain.close()
  })
})
