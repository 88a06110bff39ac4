'use client'

import { useMemo } from 'react'
import {
  type DocumentDifference,
  diffDocuments,
  formatOf,
  type PolicyDocument,
  parsePolicyText,
} from '#lib/policy/index.ts'

/** What differs between two texts and belongs to no tool: the default, methods, rules for all, notes. */
export function useBesideTools(
  before: string | null,
  after: string,
  tools: readonly string[],
): readonly DocumentDifference[] {
  return useMemo(() => {
    const next = documentOf(after)
    return next ? diffDocuments(before === null ? null : documentOf(before), next, tools) : []
  }, [before, after, tools])
}

export function BesideTools({ differences }: { differences: readonly DocumentDifference[] }) {
  if (differences.length === 0) return null
  return (
    <ul className="divide-y divide-line rounded-md border border-line" aria-label="Beside the tools">
      {differences.map(({ text }) => (
        <li key={text} className="break-words px-3 py-2 text-13 text-ink-2 first-letter:uppercase">
          {text}
        </li>
      ))}
    </ul>
  )
}

function documentOf(text: string): PolicyDocument | null {
  const parsed = parsePolicyText(text, formatOf(text))
  return parsed.ok ? parsed.value : null
}
