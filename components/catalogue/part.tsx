import type { ReactNode } from 'react'

type PartProps = {
  /** What addresses name it by. */
  id: string
  title: string
  description?: ReactNode
  children: ReactNode
}

/** One part of a public page, under a heading of its own that can be linked to. */
export function Part({ id, title, description, children }: PartProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-6 border-line border-t py-8">
      <h2 id={`${id}-title`} className="font-semibold text-16">
        {title}
      </h2>
      {description ? <div className="mt-1 max-w-2xl text-14 text-ink-2">{description}</div> : null}
      <div className="mt-4">{children}</div>
    </section>
  )
}
