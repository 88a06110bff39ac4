import { Ban, FilePlus2, PencilLine, Unplug } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import type { ToolView } from './tool-view.ts'

type ToolStateProps = { state: ToolView['state']; isRejected?: boolean }

/** How a tool differs from what was accepted; nothing for a tool as it should be. */
export function ToolState({ state, isRejected }: ToolStateProps) {
  if (isRejected && (state === 'changed' || state === 'new'))
    return (
      <Badge
        icon={<Ban aria-hidden />}
        title="A person looked at this definition and turned it away; calls are refused"
      >
        Rejected
      </Badge>
    )
  switch (state) {
    case 'pinned':
      return null
    case 'changed':
      return (
        <Badge
          icon={<PencilLine aria-hidden />}
          title="Refused until this definition is accepted"
          className="border-ink text-ink"
        >
          Changed
        </Badge>
      )
    case 'new':
      return (
        <Badge
          icon={<FilePlus2 aria-hidden />}
          title="Refused until this definition is accepted"
          className="border-ink text-ink"
        >
          New
        </Badge>
      )
    case 'gone':
      return (
        <Badge icon={<Unplug aria-hidden />} dashed title="Not in the server’s last list">
          Gone
        </Badge>
      )
  }
}
