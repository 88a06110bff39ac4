import { type ReactNode, useId } from 'react'

type FigureSectionProps = {
  title: string
  /** What the figures say, in a sentence. */
  finding: ReactNode
  legend?: ReactNode
  children: ReactNode
}

/** One part of the usage page: a heading, what is to be seen, and the figures. */
export function FigureSection({ title, finding, legend, children }: FigureSectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div>
          <h2 id={id} className="font-semibold text-16">
            {title}
          </h2>
          <p className="text-13 text-ink-2">{finding}</p>
        </div>
        {legend}
      </div>
      {children}
    </section>
  )
}

/** The frame that a chart stands in. */
export function ChartFrame({ children }: { children: ReactNode }) {
  return <div className="rounded-md border border-line bg-surface px-3 pt-4 pb-2">{children}</div>
}
