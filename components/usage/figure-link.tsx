import Link from 'next/link'
import { type Behind, callsUrl, countText } from './usage-view.ts'

/** A count that leads to the calls it counts; a plain nought where there are none. */
export function FigureLink({ count, behind, what }: { count: number; behind: Behind; what: string }) {
  if (count === 0) return <span className="text-ink-3">0</span>
  return (
    <Link
      href={callsUrl(behind)}
      prefetch={false}
      aria-label={`${countText(count)} ${what}`}
      className="link"
    >
      {countText(count)}
    </Link>
  )
}
