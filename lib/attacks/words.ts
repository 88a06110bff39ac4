// What classes, kinds and dates are called for people.
import type { AttackClass, AttackDate, AttackKind, Coverage } from './attack.ts'

export const CLASS_WORDS: Readonly<Record<AttackClass, string>> = {
  'tool-definitions': 'Tool definitions',
  'agent-behaviour': 'Agent behaviour',
  'data-exfiltration': 'Data exfiltration',
  execution: 'Execution',
  destruction: 'Destruction',
  spend: 'Spend',
  'supply-chain': 'Supply chain',
  'access-control': 'Access control',
  protocol: 'Protocol',
}

export const KIND_WORDS: Readonly<Record<AttackKind, { readonly word: string; readonly says: string }>> = {
  incident: { word: 'Incident', says: 'It happened to somebody.' },
  demonstration: { word: 'Demonstration', says: 'Researchers showed that it works.' },
  vulnerability: { word: 'Vulnerability', says: 'A flaw of a product, reported and published.' },
  pattern: { word: 'Pattern', says: 'A shape that several attacks share.' },
}

export const COVERAGE_WORDS: Readonly<Record<Coverage, { readonly word: string; readonly says: string }>> = {
  stops: { word: 'A rule stops it', says: 'The call is refused, or waits for a person.' },
  narrows: { word: 'A rule narrows it', says: 'Less harm passes; not all of it is seen.' },
  outside: { word: 'Outside the gateway', says: 'No call of it passes the gateway.' },
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
]

/** "4 May 2026", "May 2026" or "2026". */
export function dateWords(date: AttackDate): string {
  const [year = '', month, day] = date.split('-')
  const name = month === undefined ? undefined : MONTHS[Number(month) - 1]
  return [day === undefined ? undefined : Number(day), name, year]
    .filter((part) => part !== undefined)
    .join(' ')
}
