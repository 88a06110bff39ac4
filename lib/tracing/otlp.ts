// Spans by OpenTelemetry's own SDK, sent as OTLP over HTTP. Nothing global is set: what is traced is what this product
// says, and no package traces by itself.
import {
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  type Link,
  type Span as OpenSpan,
  type Tracer as OpenTracer,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { Protocol } from './settings.ts'
import type { Span, TraceContext, Tracing, Values } from './span.ts'

const W3C = new W3CTraceContextPropagator()
const MOST_CHARACTERS = 256
const PATIENCE_MS = 3_000

/**
 * Traces that go where the environment says.
 * @param release of this product, which is on every span
 */
export async function createTracing(
  protocol: Protocol,
  release: { readonly name: string; readonly version: string },
): Promise<Tracing> {
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto')
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': release.name, 'service.version': release.version }))
    .merge(detectResources({ detectors: [envDetector] }))
  const provider = new BasicTracerProvider({
    resource,
    spanLimits: { attributeValueLengthLimit: MOST_CHARACTERS },
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  })
  const tracer = provider.getTracer(release.name, release.version)
  return {
    tracer: {
      begin(name, from, caller, also) {
        const within = contextOf(caller)
        const links = also ? linksTo(also, within) : []
        const options = { kind: SpanKind.SERVER, startTime: timeOf(from), links }
        return new OtlpSpan(tracer, tracer.startSpan(cut(name), options, within), within)
      },
    },
    stop: () => Promise.race([provider.shutdown().catch(() => {}), patience()]),
  }
}

class OtlpSpan implements Span {
  readonly #tracer: OpenTracer
  readonly #span: OpenSpan
  readonly #within: Context

  constructor(tracer: OpenTracer, span: OpenSpan, parent: Context) {
    this.#tracer = tracer
    this.#span = span
    this.#within = trace.setSpan(parent, span)
  }

  child(name: string, direction: 'inward' | 'outward' = 'inward'): Span {
    const kind = direction === 'outward' ? SpanKind.CLIENT : SpanKind.INTERNAL
    const span = this.#tracer.startSpan(cut(name), { kind }, this.#within)
    return new OtlpSpan(this.#tracer, span, this.#within)
  }

  past(name: string, from: number, to: number): void {
    this.#tracer.startSpan(name, { startTime: timeOf(from) }, this.#within).end(timeOf(to))
  }

  set(values: Values): void {
    for (const [name, value] of Object.entries(values))
      if (value !== undefined) this.#span.setAttribute(name, value)
  }

  fail(type: string): void {
    this.#span.setAttribute('error.type', type)
    this.#span.setStatus({ code: SpanStatusCode.ERROR })
  }

  context(): TraceContext {
    const carrier: { traceparent?: string; tracestate?: string } = {}
    W3C.inject(this.#within, carrier, defaultTextMapSetter)
    return { traceparent: carrier.traceparent ?? '', tracestate: carrier.tracestate }
  }

  end(): void {
    this.#span.end()
  }
}

// The propagator takes what the W3C's grammar allows, and nothing else: a caller's text never goes on as it came.
function contextOf({ traceparent, tracestate }: Partial<TraceContext>): Context {
  if (traceparent === undefined || (tracestate?.length ?? 0) > 512) return ROOT_CONTEXT
  return W3C.extract(
    ROOT_CONTEXT,
    { traceparent, ...(tracestate !== undefined && { tracestate }) },
    defaultTextMapGetter,
  )
}

function linksTo(also: Partial<TraceContext>, within: Context): Link[] {
  const other = trace.getSpanContext(contextOf(also))
  const parent = trace.getSpanContext(within)
  const isOther = other?.traceId !== parent?.traceId || other?.spanId !== parent?.spanId
  return other && isOther ? [{ context: other }] : []
}

// A collector that is away must not keep a process from ending.
function patience(): Promise<void> {
  return new Promise((over) => setTimeout(over, PATIENCE_MS).unref())
}

function timeOf(mark: number): Date {
  return new Date(performance.timeOrigin + mark)
}

function cut(name: string): string {
  return name.slice(0, MOST_CHARACTERS)
}
