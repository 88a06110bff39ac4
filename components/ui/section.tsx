import { type ReactNode, useId } from 'react'

type SectionProps = { title: string; description?: ReactNode; children: ReactNode; actions?: ReactNode }

/** A part of a settings page: what it is on the left, its controls on the right. */
export function Section({ title, description, children, actions }: SectionProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-10 gap-y-4 border-line border-b py-7 first:pt-2 last:border-b-0 md:grid-cols-[minmax(0,17rem)_minmax(0,1fr)]"
    >
      <div>
        <h2 id={id} className="font-semibold text-14">
          {title}
        </h2>
        {description ? <div className="mt-1 text-13 text-ink-2">{description}</div> : null}
        {actions ? <div className="mt-3">{actions}</div> : null}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  )
}
