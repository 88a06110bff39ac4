// Whether there are traces, and where they go: the standard variables of OpenTelemetry, of which the SDK reads the rest
// by itself (headers, certificates, timeouts, samplers, attributes, the sizes of batches).
type Variables = Readonly<Record<string, string | undefined>>
export type Protocol = 'http/protobuf' | 'http/json'

const ENDPOINTS = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const
const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
]

/** Every variable that changes what is traced or where it is sent, for those who list settings. */
export const TRACING_VARIABLES = [
  ...ENDPOINTS,
  'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_TRACES_EXPORTER',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
  'OTEL_SERVICE_NAME',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_SDK_DISABLED',
] as const

/**
 * The protocol that traces are sent with; null where none are. An endpoint switches them on.
 * @throws Error with one line for each variable that is wrong; a value is never quoted, for it may hold a credential
 */
export function tracingFrom(variables: Variables): Protocol | null {
  const endpoint = ENDPOINTS.find((name) => variables[name])
  const isOff =
    variables.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || variables.OTEL_TRACES_EXPORTER === 'none'
  if (endpoint === undefined || isOff) return null
  const problems: string[] = []
  if (!isHttp(variables[endpoint] ?? ''))
    problems.push(`${endpoint}: must be a URL such as http://collector:4318`)
  if ((variables.OTEL_TRACES_EXPORTER || 'otlp') !== 'otlp')
    problems.push('OTEL_TRACES_EXPORTER: must be otlp or none')
  const sampler = variables.OTEL_TRACES_SAMPLER || 'parentbased_always_on'
  if (!SAMPLERS.includes(sampler)) problems.push(`OTEL_TRACES_SAMPLER: must be one of ${SAMPLERS.join(', ')}`)
  const share = Number(variables.OTEL_TRACES_SAMPLER_ARG || 1)
  if (sampler.endsWith('traceidratio') && !(share >= 0 && share <= 1))
    problems.push('OTEL_TRACES_SAMPLER_ARG: must be a share from 0 to 1')
  const protocol =
    variables.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || variables.OTEL_EXPORTER_OTLP_PROTOCOL || 'http/protobuf'
  if (protocol !== 'http/protobuf' && protocol !== 'http/json')
    problems.push(
      'OTEL_EXPORTER_OTLP_PROTOCOL: must be http/protobuf or http/json (port 4318 of a collector)',
    )
  else if (problems.length === 0) return protocol
  throw new Error(`Portcullis cannot trace with these settings:\n${problems.map((p) => `  ${p}`).join('\n')}`)
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
