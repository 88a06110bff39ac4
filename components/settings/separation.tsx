import { buttonStyle } from '#components/ui/button-style.ts'

/** A switch as a plain form: what it is, and the one button that changes it. */
export function Separation({ isOn, mayChange }: { isOn: boolean; mayChange: boolean }) {
  return (
    <form method="post" action="/settings/separation" className="flex flex-col items-start gap-3">
      <p className="text-14">
        {isOn
          ? 'Whoever made a grant may not decide about its calls.'
          : 'Every approver may decide about every call, of grants that they made, too.'}
      </p>
      {mayChange ? (
        <>
          <input type="hidden" name="separated" value={isOn ? 'off' : 'on'} />
          <button type="submit" className={buttonStyle('secondary')}>
            {isOn ? 'Let them decide' : 'Keep the two apart'}
          </button>
        </>
      ) : null}
    </form>
  )
}
