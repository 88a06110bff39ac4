import type { ReactNode } from 'react'

type SectionProps = { title: string; action?: ReactNode; children: ReactNode }

/** One part of the inspector. */
export function Section({ title, action, children }: SectionProps) {
  return (
    <section className="flex flex-col gap-2">
      <div className="flex min-h-7 items-center justify-between gap-2">
        <h3 className="font-medium text-13 text-ink">{title}</h3>
        {action}
      </div>
      {children}
    </section>
  )
}
