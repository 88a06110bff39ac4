import { describe, expect, it } from 'vitest'
import { tracingFrom } from './settings.ts'

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }

describe('traces', () => {
  it('are off unless an endpoint is named, and where they are switched off', () => {
    expect(tracingFrom({})).toBeNull()
    expect(tracingFrom({ OTEL_SERVICE_NAME: 'x', OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBeNull()
    expect(tracingFrom({ ...ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' })).toBeNull()
    expect(tracingFrom({ ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' })).toBeNull()
  })

  it('are sent as the standard variables say', () => {
    expect(tracingFrom(ENDPOINT)).toBe('http/protobuf')
    expect(tracingFrom({ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' })).toBe('http/json')
    const own = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://t.example/v1/traces' }
    expect(tracingFrom({ ...own, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' })).toBe('http/json')
  })

  it('refuse what they cannot do, and quote no credential', () => {
    const wrong = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'user:hunter2@collector',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_TRACES_EXPORTER: 'zipkin',
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '2',
    }
    let message = ''
    try {
      tracingFrom(wrong)
    } catch (error) {
      message = error instanceof Error ? error.message : ''
    }
    for (const name of Object.keys(wrong).filter((each) => each !== 'OTEL_TRACES_SAMPLER'))
      expect(message).toContain(`${name}: `)
    expect(message).not.toContain('hunter2')
    expect(() => tracingFrom({ ...ENDPOINT, OTEL_TRACES_SAMPLER: 'jaeger_remote' })).toThrow(
      'OTEL_TRACES_SAMPLER',
    )
  })
})
