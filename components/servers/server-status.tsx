import {
  CircleCheck,
  CircleHelp,
  Hourglass,
  KeyRound,
  type LucideIcon,
  TriangleAlert,
  Unplug,
} from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'

export type ServerStatusName = 'ready' | 'unreachable' | 'unauthorised' | 'not_mcp' | 'error' | 'waiting'

const STATUSES: Record<ServerStatusName, { word: string; icon: LucideIcon }> = {
  ready: { word: 'Ready', icon: CircleCheck },
  unreachable: { word: 'Unreachable', icon: Unplug },
  unauthorised: { word: 'Not authorised', icon: KeyRound },
  not_mcp: { word: 'Not MCP', icon: CircleHelp },
  error: { word: 'Failing', icon: TriangleAlert },
  waiting: { word: 'Waiting', icon: Hourglass },
}

/** How the last reading went. */
export function ServerStatus({ status, message }: { status: ServerStatusName; message: string }) {
  const { word, icon: Icon } = STATUSES[status]
  const well = status === 'ready' || status === 'waiting'
  return (
    <Badge
      icon={<Icon aria-hidden />}
      title={message || undefined}
      className={well ? undefined : 'border-ink text-ink'}
    >
      {word}
    </Badge>
  )
}
