import { StopDialog } from '#components/stops/stop-dialog.tsx'
import type { StopView } from '#components/stops/stop-view.ts'
import { Withheld } from '#components/ui/withheld.tsx'
import type { Member } from '#lib/data/model.ts'
import { obstacle } from '#lib/role.ts'
import { setStopAction } from './stop-actions.ts'

type StopButtonProps = {
  member: Member
  scope: 'grant' | 'server'
  id: string
  name: string
  /** Those that hold now. Of one that is stopped the banner tells, and lifts it. */
  stops: readonly StopView[]
}

/** Stops one grant or one server, for those who may; to others it says who does. */
export function StopButton({ member, scope, id, name, stops }: StopButtonProps) {
  if (stops.some(({ subjectId }) => subjectId === id)) return null
  const why = obstacle(member, 'stops.set')
  if (why) return <Withheld reason={why}>{scope === 'grant' ? 'Stop grant' : 'Stop server'}</Withheld>
  return <StopDialog scope={scope} id={id} name={name} set={setStopAction} />
}
