import { CircleAlert, CircleCheck } from 'lucide-react'
import { buttonStyle } from '#components/ui/button-style.ts'
import { controlStyle } from '#components/ui/control-style.ts'
import { Part } from './part.tsx'

const PROBLEMS: Readonly<Record<string, string>> = {
  name: 'The name is longer than 100 characters. Shorten it.',
  email: 'This is not an e-mail address. One looks like ada@example.com.',
  message: 'The message is empty or longer than 5,000 characters.',
  'too-many': 'There were too many messages in the last hour. Try again later.',
  failed: 'The message could not be stored. Try again in a moment.',
}

type ContactFormProps = {
  /** The page that it is about. */
  path: string
  /** What came of the last message, as the address says: `sent`, or the name of a problem. */
  outcome: string | undefined
}

/** A message to whoever runs this installation. A plain form: it needs no account and no script. */
export function ContactForm({ path, outcome }: ContactFormProps) {
  const problem = outcome === undefined ? undefined : PROBLEMS[outcome]
  return (
    <Part
      id="contact"
      title="Report a mistake, or ask"
      description="It goes to the people who run this installation."
    >
      {outcome === 'sent' ? (
        <p role="status" className="flex items-start gap-2 text-14">
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>Your message is stored. An answer comes by e-mail.</span>
        </p>
      ) : (
        <form method="post" action="/contact" className="grid max-w-2xl gap-4 sm:grid-cols-2">
          {problem === undefined ? null : (
            <p role="alert" className="flex items-start gap-2 font-medium text-14 sm:col-span-2">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              <span>Nothing was sent. {problem} Your browser’s Back brings back what you wrote.</span>
            </p>
          )}
          <input type="hidden" name="page" value={path} />
          {/* Programs fill in every field; people do not see this one. */}
          <div aria-hidden className="sr-only">
            <label>
              Website
              <input name="website" tabIndex={-1} autoComplete="off" />
            </label>
          </div>
          <label className="flex flex-col gap-1.5 font-medium text-13">
            <span>
              Name <span className="font-normal text-ink-3">(optional)</span>
            </span>
            <input
              name="name"
              maxLength={100}
              autoComplete="name"
              className={`${controlStyle} h-8 coarse:h-11`}
            />
          </label>
          <label className="flex flex-col gap-1.5 font-medium text-13">
            E-mail
            <input
              name="email"
              type="email"
              required
              maxLength={254}
              autoComplete="email"
              aria-invalid={outcome === 'email' || undefined}
              className={`${controlStyle} h-8 coarse:h-11`}
            />
          </label>
          <label className="flex flex-col gap-1.5 font-medium text-13 sm:col-span-2">
            Message
            <textarea
              name="message"
              required
              maxLength={5000}
              rows={4}
              aria-invalid={outcome === 'message' || undefined}
              className={`${controlStyle} py-1.5 leading-5`}
            />
          </label>
          <button type="submit" className={`${buttonStyle('secondary')} w-fit`}>
            Send message
          </button>
        </form>
      )}
    </Part>
  )
}
