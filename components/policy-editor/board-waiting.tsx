import { EFFECTS } from '#components/effect.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { LANES } from '#lib/policy/index.ts'

const CARDS = ['first', 'second', 'third', 'fourth']

/** The board's frame while there is nothing to put into it. */
export function BoardWaiting() {
  return (
    <div
      role="status"
      aria-label="Loading"
      className="flex h-[calc(100dvh-var(--stops,0px))] flex-col px-4 max-sm:h-[calc(100dvh-4rem-var(--stops,0px))]"
    >
      <div className="flex h-13 items-center justify-between">
        <Skeleton className="h-4 w-48" />
        <Skeleton className="h-8 w-20" />
      </div>
      <Skeleton className="mb-2 h-8 w-72 max-w-full" />
      <div className="grid min-h-0 flex-1 grid-cols-1 gap-2 pb-2 lg:grid-cols-5">
        {LANES.map((lane, index) => (
          <div key={lane} className={`rounded-md bg-sunken px-1.5 ${index > 0 ? 'max-lg:hidden' : ''}`}>
            <p className="flex h-9 items-center px-1.5 font-medium text-13 text-ink-3">
              {EFFECTS[lane].word}
            </p>
            <div className="flex flex-col gap-1">
              {CARDS.slice(0, 4 - (index % 3)).map((card) => (
                <Skeleton key={card} className="h-11" />
              ))}
            </div>
          </div>
        ))}
      </div>
    </div>
  )
}
