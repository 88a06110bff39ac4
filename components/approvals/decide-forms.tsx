import { Check, X } from 'lucide-react'
import { buttonStyle } from '#components/ui/button-style.ts'
import { controlStyle } from '#components/ui/control-style.ts'
import { LinkButton } from '#components/ui/link-button.tsx'

type DecideFormsProps = { id: string; canAllowShape: boolean }

/**
 * The three ways to decide, as plain forms: they work without a script, and a link never decides. The way that
 * lets nothing in stands last and apart, so that no thumb meets it by chance.
 */
export function DecideForms({ id, canAllowShape }: DecideFormsProps) {
  const action = `/approvals/${id}/decide`
  return (
    <section aria-label="Decide" className="flex flex-col gap-6">
      <form method="post" action={action} className="flex flex-col gap-2">
        <input type="hidden" name="verdict" value="approve" />
        <button type="submit" className={`${buttonStyle('primary', 'lg')} w-full`}>
          <Check aria-hidden />
          Approve once
        </button>
        <p className="text-13 text-ink-3">
          This very call runs once. Anything different in it is asked about anew.
        </p>
      </form>
      {canAllowShape ? (
        <div className="flex flex-col gap-2">
          <LinkButton href={`/approvals/${id}/allow`} size="lg" className="w-full">
            Allow the same shape…
          </LinkButton>
          <p className="text-13 text-ink-3">
            This call, and a number of others that differ only where you say, for a time that you set.
          </p>
        </div>
      ) : null}
      <form method="post" action={action} className="flex flex-col gap-2 border-line border-t pt-6">
        <input type="hidden" name="verdict" value="deny" />
        <label htmlFor="reason" className="font-medium text-13">
          Reason for the agent <span className="font-normal text-ink-3">(optional)</span>
        </label>
        <textarea
          id="reason"
          name="reason"
          rows={2}
          maxLength={500}
          className={`${controlStyle} py-1.5 leading-5`}
        />
        <button type="submit" className={`${buttonStyle('danger', 'lg')} w-full`}>
          <X aria-hidden />
          Deny
        </button>
      </form>
    </section>
  )
}
