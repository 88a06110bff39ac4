import { buttonStyle } from '#components/ui/button-style.ts'
import { controlStyle } from '#components/ui/control-style.ts'

type EscalationProps = {
  /** null: nobody is told a second time. */
  current: { readonly afterMinutes: number; readonly toId: string | null } | null
  /** Who may decide. */
  approvers: readonly { readonly userId: string; readonly email: string }[]
  mayChange: boolean
}

/** When a second approver is told, as a plain form. */
export function EscalationForm({ current, approvers, mayChange }: EscalationProps) {
  const to = approvers.find(({ userId }) => userId === current?.toId)
  const said =
    current === null
      ? 'Nobody is told a second time of a call that waits.'
      : `After ${minutesText(current.afterMinutes)} ${to ? to.email : 'every approver'} is told of a call that still waits.`
  return (
    <form method="post" action="/settings/escalation" className="flex flex-col items-start gap-3">
      <p className="break-words text-14">{said}</p>
      {mayChange ? (
        <div className="flex w-full flex-wrap items-end gap-2">
          <label className="flex flex-col gap-1.5 font-medium text-13">
            Minutes
            <input
              name="minutes"
              inputMode="numeric"
              pattern="[0-9]*"
              maxLength={4}
              defaultValue={current?.afterMinutes ?? ''}
              placeholder="never"
              className={`${controlStyle} h-8 w-24! coarse:h-11`}
            />
          </label>
          <label className="flex min-w-0 flex-1 basis-52 flex-col gap-1.5 font-medium text-13">
            Second approver
            <select name="to" defaultValue={to?.userId ?? ''} className={`${controlStyle} h-8 coarse:h-11`}>
              <option value="">Every approver</option>
              {approvers.map(({ userId, email }) => (
                <option key={userId} value={userId}>
                  {email}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" className={buttonStyle('secondary')}>
            Save escalation
          </button>
        </div>
      ) : null}
    </form>
  )
}

function minutesText(minutes: number): string {
  return minutes === 1 ? 'one minute' : `${minutes} minutes`
}
