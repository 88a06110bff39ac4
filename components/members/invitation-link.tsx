import { CodeBlock } from '#components/ui/code-block.tsx'
import { Notice } from '#components/ui/notice.tsx'

/** Where no mail leaves this installation: the link is handed over by who invites, and shown to them once. */
export function InvitationLink({ email, link }: { email: string; link: string }) {
  return (
    <div role="status" className="flex flex-col gap-2">
      <Notice title="This installation sends no mail">
        Give this link to {email} yourself. It works once, for that address, for seven days, and is not shown
        again.
      </Notice>
      <CodeBlock label="Link of the invitation" code={link} copyLabel="Copy link" wrap />
    </div>
  )
}
