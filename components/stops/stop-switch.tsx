import { Notice } from '#components/ui/notice.tsx'
import { LiftStop } from './lift-stop.tsx'
import { StopDialog } from './stop-dialog.tsx'
import type { LiftStop as Lift, SetStop, StopScope, StopView } from './stop-view.ts'
import { StopWords } from './stop-words.tsx'

type StopSwitchProps = {
  scope: StopScope
  /** Absent for the organisation. */
  id?: string
  name: string
  /** The stop of this very thing that holds now. */
  stop: StopView | null
  maySet: boolean
  mayLift: boolean
  set: SetStop
  lift: Lift
}

const TO_LIFT: Record<StopScope, string> = {
  grant: 'It takes a policy manager or an admin to lift it.',
  server: 'It takes a policy manager or an admin to lift it.',
  organisation: 'It takes an admin to lift it.',
}

/** Stops one thing, or says that it is stopped and lifts that. */
export function StopSwitch({ scope, id, name, stop, maySet, mayLift, set, lift }: StopSwitchProps) {
  if (!stop)
    return maySet ? (
      <div>
        <StopDialog scope={scope} name={name} set={set} {...(id !== undefined && { id })} />
      </div>
    ) : (
      <p className="text-13 text-ink-2">It takes an approver, a policy manager or an admin to stop it.</p>
    )
  return (
    <div className="flex flex-col items-start gap-3">
      <Notice title={`Stopped: ${stop.reason}`} className="w-full">
        <p>
          <StopWords stop={stop} />
        </p>
        {mayLift ? null : <p>{TO_LIFT[scope]}</p>}
      </Notice>
      {mayLift ? <LiftStop stop={stop} lift={lift} /> : null}
    </div>
  )
}
