// Listings for tests.
import type { Given, GivenListing } from '../given.ts'

export const SCANNED = new Date('2026-11-01T10:00:00.000Z')

/** @param tools JSON texts */
export function aListing(
  name: string,
  tools: readonly string[] | null,
  facts: Partial<GivenListing> = {},
): Given {
  const listing: GivenListing = {
    name,
    title: '',
    description: '',
    version: '1.0.0',
    source: { kind: 'capture', url: null },
    homepage: null,
    endpoint: null,
    scannedAt: SCANNED,
    ...facts,
  }
  return { listing, tools }
}

/** The JSON text of a definition. */
export function aTool(name: string, description = '', rest: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ name, description, inputSchema: { type: 'object' }, ...rest })
}
