import { tracingFrom } from './settings.ts'
import type { Tracing } from './span.ts'

/**
 * Traces for the operator, where the environment asks for them. What they need is loaded only then.
 * @param release of this product
 * @returns null where nobody asks
 * @throws Error with one line for each wrong variable
 */
export async function startTracing(
  variables: Readonly<Record<string, string | undefined>>,
  release: { readonly name: string; readonly version: string },
): Promise<Tracing | null> {
  const protocol = tracingFrom(variables)
  if (protocol === null) return null
  const { createTracing } = await import('./otlp.ts')
  return createTracing(protocol, release)
}
