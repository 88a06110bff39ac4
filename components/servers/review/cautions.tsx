import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { placeOf } from '#lib/pins/index.ts'
import { Revealed } from './revealed.tsx'
import type { ReviewView } from './review-view.ts'

const MAX_SHOWN = 12

/** What an eye would miss, said in words, before the change itself. */
export function Cautions({ review }: { review: ReviewView }) {
  const lines = cautionsOf(review)
  if (lines.length === 0) return null
  return (
    <section
      aria-label={`Look twice at ${review.name}`}
      className="flex items-start gap-2.5 rounded-md border border-ink bg-sunken px-3 py-2.5"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <ul className="flex min-w-0 flex-col gap-1 break-words text-14">
        {lines.slice(0, MAX_SHOWN)}
        {lines.length > MAX_SHOWN ? <li>And {lines.length - MAX_SHOWN} more of the kind.</li> : null}
      </ul>
    </section>
  )
}

function cautionsOf({
  name,
  isTwice,
  override,
  before,
  after,
  twins,
  mentions,
  change,
}: ReviewView): ReactNode[] {
  const lines: ReactNode[] = []
  if (isTwice)
    lines.push(
      <li key="twice">
        The server lists <b className="code font-medium">{name}</b> more than once. Nothing tells the two
        apart, so it stays refused until the list names it once.
      </li>,
    )
  if (before && before.category !== after.category)
    lines.push(
      <li key="class">
        What you accepted was rated {before.category} ({before.severity.toLowerCase()}); this is rated{' '}
        {after.category} ({after.severity.toLowerCase()}).
      </li>,
    )
  if (override)
    lines.push(
      <li key="override">
        Your organisation set it to {override.category} ({override.severity.toLowerCase()}), and that goes on:{' '}
        <q className="italic">{override.reason}</q>
      </li>,
    )
  for (const twin of twins)
    lines.push(
      <li key={`twin ${twin}`}>
        Its name looks like <span className="code">{<Revealed text={twin} />}</span>, another tool of this
        server.
      </li>,
    )
  for (const { tool, server } of mentions)
    lines.push(
      <li key={`mention ${tool} ${server}`}>
        It speaks of <span className="code">{tool}</span>, a tool of {server}.
      </li>,
    )
  const warnings = [...change.warnings].sort((a, b) => Number(b.isNew) - Number(a.isNew))
  for (const warning of warnings) {
    const { part, within } = placeOf(warning.pointer)
    lines.push(
      <li key={`${warning.pointer} ${warning.why}`}>
        <Revealed text={within === '' ? part : `${part}, ${within}`} /> holds {warning.text}
        {warning.isNew || before === null ? '.' : ', as what you accepted did.'}
      </li>,
    )
  }
  return lines
}
