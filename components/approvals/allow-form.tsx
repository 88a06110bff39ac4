import { Revealed } from '#components/servers/review/revealed.tsx'
import { buttonStyle } from '#components/ui/button-style.ts'
import { controlStyle } from '#components/ui/control-style.ts'
import { LinkButton } from '#components/ui/link-button.tsx'

export type AllowRow = {
  readonly name: string
  readonly kind: 'number' | 'text' | 'fixed'
  readonly value: string
  readonly from: string
  readonly to: string
  readonly among: string
}
type AllowFormProps = { id: string; uses: string; minutes: string; rows: readonly AllowRow[] }

const LABEL = 'font-medium text-13'

/** A plain form: how many, how long, and for each argument whether it stays or within what it may differ. */
export function AllowForm({ id, uses, minutes, rows }: AllowFormProps) {
  return (
    <form method="post" action={`/approvals/${id}/decide`} className="flex flex-col gap-6">
      <input type="hidden" name="verdict" value="allow" />
      <div className="grid grid-cols-2 gap-4">
        <Small id="uses" label="Further calls" value={uses} hint="1 to 1,000" />
        <Small id="minutes" label="Minutes" value={minutes} hint="up to 10,080, a week" />
      </div>
      <fieldset className="flex flex-col gap-5">
        <legend className="mb-1 font-semibold text-14">Arguments</legend>
        <p className="text-13 text-ink-2">What you leave empty stays exactly as it is in this call.</p>
        {rows.map((row, place) => (
          <div key={row.name} className="flex flex-col gap-2 border-line border-t pt-4">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="code break-all font-medium text-13">
                <Revealed text={row.name} />
              </span>
              <span className="code min-w-0 break-all text-13 text-ink-2">
                <Revealed text={row.value.length > 300 ? `${row.value.slice(0, 300)}…` : row.value} />
              </span>
            </p>
            {row.kind === 'number' ? (
              <div className="grid grid-cols-2 gap-4">
                <Small id={`from${place}`} label={`${row.name} from`} value={row.from} inputMode="decimal" />
                <Small id={`to${place}`} label={`${row.name} to`} value={row.to} inputMode="decimal" />
              </div>
            ) : row.kind === 'text' ? (
              <div className="flex flex-col gap-1.5">
                <label htmlFor={`in${place}`} className={LABEL}>
                  {row.name} is one of <span className="font-normal text-ink-3">(a line for each)</span>
                </label>
                <textarea
                  id={`in${place}`}
                  name={`in${place}`}
                  rows={2}
                  defaultValue={row.among}
                  className={`${controlStyle} code py-1.5 leading-5`}
                />
              </div>
            ) : (
              <p className="text-13 text-ink-3">Stays as it is.</p>
            )}
          </div>
        ))}
      </fieldset>
      <div className="flex flex-col gap-2">
        <button type="submit" className={`${buttonStyle('primary', 'lg')} w-full`}>
          Approve and allow
        </button>
        <LinkButton href={`/approvals/${id}`} variant="quiet" size="lg" className="w-full">
          Back
        </LinkButton>
      </div>
    </form>
  )
}

type SmallProps = {
  id: string
  label: string
  value: string
  hint?: string
  inputMode?: 'numeric' | 'decimal'
}

function Small({ id, label, value, hint, inputMode = 'numeric' }: SmallProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className={`${LABEL} break-all`}>
        {label}
      </label>
      <input
        id={id}
        name={id}
        defaultValue={value}
        inputMode={inputMode}
        autoComplete="off"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className={`${controlStyle} h-8 coarse:h-11`}
      />
      {hint ? (
        <p id={`${id}-hint`} className="text-12 text-ink-3">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
