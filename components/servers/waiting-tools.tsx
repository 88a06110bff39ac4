import { LinkButton } from '#components/ui/link-button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { ToolView } from './tool-view.ts'

type WaitingToolsProps = { serverId: string; waiting: readonly ToolView[] }

/** Tools whose definition nobody has accepted yet. Their calls are refused meanwhile. */
export function WaitingTools({ serverId, waiting }: WaitingToolsProps) {
  const first = waiting[0]
  if (!first) return null
  const several = waiting.length > 1
  return (
    <Notice
      title={
        several
          ? `${waiting.length} tools are new or have changed`
          : `${first.name} ${first.state === 'new' ? 'is new' : 'has changed'}`
      }
    >
      <p>
        Calls to {several ? 'them are' : 'it are'} refused until somebody has looked at what the server says
        of {several ? 'them' : 'it'} now, and accepted it.
      </p>
      <div className="mt-2">
        <LinkButton size="sm" href={`/servers/${serverId}/review`}>
          {several ? `Review ${waiting.length} tools` : 'Review the change'}
        </LinkButton>
      </div>
    </Notice>
  )
}
