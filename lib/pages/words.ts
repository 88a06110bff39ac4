// Words that page and twins share.
import { shownText } from '#lib/guide/index.ts'
import type { Category, Severity } from '#lib/policy/index.ts'
import type { AsOf, PageChange, SourceName } from './tool-page.ts'

const SOURCES: Record<SourceName, string> = {
  seed: 'this program’s own seed',
  registry: 'the MCP registry',
  docker: 'Docker’s catalogue',
  'client-file': 'a client’s configuration file',
  capture: 'a recorded list of tools',
  live: 'the running server',
}

export function sourceWords(source: SourceName): string {
  return SOURCES[source]
}

/** "Scanned 21 November 2026, version 1.2.0, from the running server". */
export function asOfWords({ scannedAt, version, source }: AsOf): string {
  const said = version === '' ? 'no version given' : `version ${shownText(version, 40)}`
  return `Scanned ${dayWords(scannedAt)}, ${said}, from ${sourceWords(source)}`
}

/** The day in UTC: a page is the same for everybody. */
export function dayWords(at: Date): string {
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

export function count(amount: number, noun: string): string {
  return `${amount.toLocaleString('en')} ${noun}${amount === 1 ? '' : 's'}`
}

/** "13 tools: 6 Read, 4 Write, 3 Destructive". */
export function countsWords(tools: number, counts: Readonly<Record<Category, number>>): string {
  const parts = Object.entries(counts).flatMap(([category, amount]) =>
    amount > 0 ? [`${amount.toLocaleString('en')} ${category}`] : [],
  )
  return parts.length === 0 ? count(tools, 'tool') : `${count(tools, 'tool')}: ${parts.join(', ')}`
}

const CHANGES: Record<PageChange['kind'], string> = {
  listed: 'First listed',
  added: 'Added',
  removed: 'No longer listed',
  returned: 'Listed again',
  changed: 'Definition changed',
  server: 'Server changed',
}

export function changeWords(kind: PageChange['kind']): string {
  return CHANGES[kind]
}

export const RISK_LEVELS: Readonly<Record<string, { readonly severity: Severity; readonly says: string }>> = {
  low: {
    severity: 'Low',
    says: 'Tools that look something up and change nothing, and tools whose definition does not say enough to be put anywhere else. A policy lets the first pass and limits the others.',
  },
  medium: {
    severity: 'Medium',
    says: 'Tools that create or change something that can be changed back. A policy lets them pass within a limit.',
  },
  high: {
    severity: 'High',
    says: 'Tools that run something: programs, queries, jobs. What comes of it depends on what they are given, so a policy keeps them to a few calls a minute.',
  },
  critical: {
    severity: 'Critical',
    says: 'Tools that destroy, perhaps for good, or that move money. A policy hides the first from agents and has a person approve the others.',
  },
}
