'use client'

import { useEffect, useState } from 'react'
import { type GuardServer as Guard, GuardServer } from '#components/connect/start-demo.tsx'
import { Effect } from '#components/effect.tsx'
import type { Category } from '#lib/policy/index.ts'
import type { RecommendedLanes } from './recommended-lanes.ts'
import type { ReadTool } from './registration.ts'

type ReadyToGuardProps = { serverId: string; tools: readonly ReadTool[]; guard: Guard }

/** The short way on from a registered server: its recommended policy as it is, and a grant. */
export function ReadyToGuard({ serverId, tools, guard }: ReadyToGuardProps) {
  const [lanes, setLanes] = useState<RecommendedLanes | null>(null)
  useEffect(() => {
    let isLeft = false
    const laidOut = tools.map(({ name, category, severity }) => ({
      name,
      category: category as Category,
      severity,
    }))
    void import('./recommended-lanes.ts').then(({ recommendedLanes }) => {
      if (!isLeft) setLanes(recommendedLanes(laidOut))
    })
    return () => {
      isLeft = true
    }
  }, [tools])
  if (tools.length === 0 || lanes === null) return null
  return (
    <section
      aria-labelledby="guard-title"
      className="flex flex-col gap-3 rounded-md border border-line bg-surface p-4"
    >
      <div>
        <h3 id="guard-title" className="font-semibold text-14">
          The recommended policy
        </h3>
        <ul className="mt-1.5 flex flex-wrap gap-x-5 gap-y-1 text-14">
          {lanes.counts.map(({ lane, tools: count }) => (
            <li key={lane} className="flex items-center gap-1.5">
              <Effect effect={lane} />
              <span className="text-ink-2">{count}</span>
            </li>
          ))}
        </ul>
        {lanes.open.length > 0 ? <OpenTools open={lanes.open} /> : null}
      </div>
      <GuardServer serverId={serverId} guard={guard} />
    </section>
  )
}

function OpenTools({ open }: { open: RecommendedLanes['open'] }) {
  return (
    <p className="mt-1.5 text-13 text-ink-2">
      Agents may call, of high risk:{' '}
      {open.map(({ name, severity, lane }, index) => (
        <span key={name}>
          {index > 0 ? ', ' : ''}
          <span className="code">{name}</span> ({severity}
          {lane === 'limit' ? ', limited' : ''})
        </span>
      ))}
      .
    </p>
  )
}
