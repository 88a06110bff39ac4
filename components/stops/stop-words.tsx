import { RelativeTime } from '#components/ui/relative-time.tsx'
import type { StopView } from './stop-view.ts'

/** Who, since when and until when; the reason stands before it. */
export function StopWords({ stop }: { stop: Pick<StopView, 'setBy' | 'setAt' | 'endsAt'> }) {
  return (
    <>
      By {stop.setBy ?? 'somebody who has left'} · <RelativeTime at={stop.setAt} /> ·{' '}
      {stop.endsAt ? (
        <>
          ends <RelativeTime at={stop.endsAt} />
        </>
      ) : (
        'until it is lifted'
      )}
    </>
  )
}
