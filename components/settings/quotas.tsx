import { BOUNDS, type Resource } from '#lib/bounds/index.ts'

type QuotaRow = {
  readonly resource: Resource
  readonly used: number
  readonly most: number
  readonly isOwn: boolean
}

/** How much there is of each thing that is bounded, and how much there may be. */
export function Quotas({ quotas }: { quotas: readonly QuotaRow[] }) {
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-8 gap-y-3">
      {quotas.map(({ resource, used, most, isOwn }) => (
        <div key={resource}>
          <dt className="text-13 text-ink-2 first-letter:uppercase">{BOUNDS[resource].what}</dt>
          <dd className="text-14 tabular-nums">
            {used.toLocaleString('en')}
            <span className="text-ink-3"> of {most.toLocaleString('en')}</span>
            {used >= most ? <span className="block text-13">Full: nothing more can be added</span> : null}
            {isOwn ? <span className="block text-12 text-ink-3">Set for this organisation</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  )
}
