import { Check, KeyRound } from 'lucide-react'
import { LinkButton } from '#components/ui/link-button.tsx'

type PublishedPanelProps = { version: number; policy: string; grantHref: string }

/** What comes after a publish: a grant, so that an agent can use it. */
export function PublishedPanel({ version, policy, grantHref }: PublishedPanelProps) {
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="flex items-center gap-2 font-medium text-14">
        <Check aria-hidden className="size-4" />
        Version {version} of {policy} is in force.
      </p>
      <p className="text-14 text-ink-2">
        Grants that use this policy follow it from their next call. An agent without a grant cannot call this
        server.
      </p>
      <LinkButton href={grantHref} variant="primary">
        <KeyRound aria-hidden />
        Create a grant
      </LinkButton>
    </div>
  )
}
