import type { ReactNode } from 'react'

/** A row of small named values under a page's title. */
export function Facts({ facts }: { facts: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3 border-line border-y py-3">
      {facts.map((fact) => (
        <div key={fact.name} className="min-w-0">
          <dt className="text-12 text-ink-3">{fact.name}</dt>
          <dd className="mt-0.5 text-13">{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
