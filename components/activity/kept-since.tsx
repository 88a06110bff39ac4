import Link from 'next/link'

/** The end of the record: what is older is not kept. The day is said in UTC, as limits and windows are. */
export function KeptSince({ at }: { at: Date }) {
  const day = at.toLocaleDateString('en', { dateStyle: 'long', timeZone: 'UTC' })
  return (
    <p className="text-center text-13 text-ink-3">
      Calls older than <time dateTime={at.toISOString()}>{day}</time> are not kept.{' '}
      <Link href="/settings" className="link">
        Change in settings
      </Link>
    </p>
  )
}
