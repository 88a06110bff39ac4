'use client'

import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { useContext, useState } from 'react'
import { RiskBadge } from '#components/risk-badge.tsx'
import { Button } from '#components/ui/button.tsx'
import type { Fate } from '#lib/policy/index.ts'
import { ToolsContext, useCommands } from '../editor-context.ts'
import { callsWords, countOf } from '../words.ts'
import { FateMark } from './fate-mark.tsx'

export type CallGroup = {
  readonly tool: string
  readonly grantId: string
  readonly grantLabel: string
  readonly from: Fate
  readonly to: Fate
  /** A rule pointer of the draft, or '' or a word in brackets where no rule of it decides. */
  readonly rule: string
  readonly calls: number
  readonly examples: readonly string[]
}

const SHOWN_FIRST = 10

/** Calls that come out otherwise, by tool and grant, each with some of them to look at. */
export function ChangedCalls({
  groups,
  canShowRule,
}: {
  groups: readonly CallGroup[]
  canShowRule: boolean
}) {
  const [all, setAll] = useState(false)
  const shown = all ? groups : groups.slice(0, SHOWN_FIRST)
  return (
    <div className="flex flex-col gap-2">
      <ul className="-mx-2 flex flex-col">
        {shown.map((group) => (
          <Group
            key={`${group.tool} ${group.grantId} ${group.from} ${group.to}`}
            group={group}
            canShowRule={canShowRule}
          />
        ))}
      </ul>
      {shown.length < groups.length ? (
        <Button variant="quiet" size="sm" className="self-start" onClick={() => setAll(true)}>
          Show all {countOf(groups.length, 'group')}
        </Button>
      ) : null}
    </div>
  )
}

function Group({ group, canShowRule }: { group: CallGroup; canShowRule: boolean }) {
  const { tool, grantId, grantLabel, from, to, rule, calls, examples } = group
  const commands = useCommands()
  const known = useContext(ToolsContext).get(tool)
  return (
    <li
      className="flex flex-col gap-1 border-line border-b px-2 py-2.5 text-13 last:border-b-0"
      data-changed={`${tool} ${from} ${to}`}
    >
      <span className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="code min-w-0 break-all font-medium">
          {tool === '' ? 'tools that are not listed' : tool}
        </span>
        {known ? (
          <RiskBadge
            severity={known.severity}
            category={known.category}
            override={known.override ?? null}
            className="mr-auto self-center"
          />
        ) : null}
        <span className="whitespace-nowrap text-ink-2">{callsWords(calls)}</span>
      </span>
      <span className="flex flex-wrap items-center gap-x-1.5 text-ink-2">
        <FateMark fate={from} />
        <ArrowRight aria-label="to" className="size-3.5 text-ink-3" />
        <FateMark fate={to} />
        <span>
          by{' '}
          <Link className="link" href={`/grants/${grantId}`} prefetch={false}>
            {grantLabel}
          </Link>
        </span>
      </span>
      <span className="flex flex-wrap gap-x-3 gap-y-0.5 text-12">
        {canShowRule && rule.startsWith('/') ? (
          <button
            type="button"
            className="link code break-all text-left"
            onClick={() => commands.showInCode(rule)}
          >
            {rule}
          </button>
        ) : null}
        {examples.map((id, index) => (
          <Link
            key={id}
            className="link"
            href={`/calls/${id}`}
            prefetch={false}
            aria-label={`Call ${index + 1} of ${tool}, ${from} to ${to}`}
          >
            Call {index + 1}
          </Link>
        ))}
      </span>
    </li>
  )
}
