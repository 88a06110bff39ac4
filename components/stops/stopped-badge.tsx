import { OctagonX } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import type { StopView } from './stop-view.ts'

/** Stands beside a state: whatever that says, an emergency stop refuses every call. */
export function StoppedBadge({ stop }: { stop: Pick<StopView, 'reason'> }) {
  return (
    <Badge icon={<OctagonX aria-hidden />} title={stop.reason} className="border-ink text-ink">
      Stopped
    </Badge>
  )
}
