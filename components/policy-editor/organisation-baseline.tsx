'use client'

// What the organisation's baseline does to the server's tools, whatever the policy that is edited says.
import { ShieldHalf } from 'lucide-react'
import Link from 'next/link'
import { createContext, useContext, useMemo } from 'react'
import { Notice } from '#components/ui/notice.tsx'
import { parseJson } from '#lib/json/index.ts'
import {
  type CompiledPolicy,
  compileBaseline,
  compilePolicy,
  type Lane,
  parseBaseline,
  parsePolicy,
  reachOf,
  withBaseline,
} from '#lib/policy/index.ts'
import type { ToolSummary } from './model.ts'

export type OrganisationBaseline = {
  readonly compiled: CompiledPolicy
  /** What it makes of a tool; null where it leaves the tool alone. */
  readonly laneOf: (tool: ToolSummary) => Lane | null
}

const BaselineContext = createContext<OrganisationBaseline | null>(null)
export const BaselineProvider = BaselineContext.Provider

/** null where the organisation has none. */
export function useOrganisationBaseline(): OrganisationBaseline | null {
  return useContext(BaselineContext)
}

/** @param canonical the published document, as JSON */
export function useBaselineOf(canonical: string | null): OrganisationBaseline | null {
  return useMemo(() => (canonical === null ? null : organisationBaseline(canonical)), [canonical])
}

/** null for a document that cannot be read, which the gateway refuses everything for. */
export function organisationBaseline(canonical: string): OrganisationBaseline | null {
  const parsed = parseBaseline(parseJson(canonical))
  const open = parsePolicy(parseJson('{"version":"1","default":"allow"}'))
  if (!parsed.ok || !open.ok) return null
  const compiled = compileBaseline(parsed.value)
  const both = withBaseline(compilePolicy(open.value), compiled)
  const known = new Map<ToolSummary, Lane | null>()
  return {
    compiled,
    laneOf: (tool) => {
      const before = known.get(tool)
      if (before !== undefined) return before
      const { name, category, severity } = tool
      const { effect, isBaseline } = reachOf(both, {
        name,
        category,
        severity,
        state: 'pinned',
        declared: [],
      })
      const lane = isBaseline ? effect : null
      known.set(tool, lane)
      return lane
    },
  }
}

const WORDS: Readonly<Record<Exclude<Lane, 'allow'>, string>> = {
  hide: 'The organisation’s baseline hides it, whatever this policy says.',
  deny: 'The organisation’s baseline denies it, whatever this policy says.',
  approve: 'The organisation’s baseline asks a person, besides what this policy says.',
  limit: 'The organisation’s baseline limits it, besides what this policy says.',
}

/** On a card: that there is more to know than the policy says. */
export function BaselineMark({ tool }: { tool: ToolSummary }) {
  const words = useWords(tool)
  if (words === null) return null
  return (
    <span title={words} className="inline-flex shrink-0 text-ink-2">
      <ShieldHalf aria-hidden className="size-3.5" />
      <span className="sr-only">{words}</span>
    </span>
  )
}

/** In the inspector. */
export function BaselineNotice({ tool }: { tool: ToolSummary }) {
  const words = useWords(tool)
  if (words === null) return null
  return (
    <Notice icon={<ShieldHalf />}>
      {words}{' '}
      <Link href="/inventory/baseline" className="rounded-sm underline underline-offset-4">
        See the baseline
      </Link>
    </Notice>
  )
}

function useWords(tool: ToolSummary): string | null {
  const lane = useOrganisationBaseline()?.laneOf(tool) ?? null
  return lane === null || lane === 'allow' ? null : WORDS[lane]
}
