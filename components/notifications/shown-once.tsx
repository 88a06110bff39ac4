import { CodeBlock } from '#components/ui/code-block.tsx'
import { Notice } from '#components/ui/notice.tsx'

/** The secret that a webhook is signed with, the one time that it is there. */
export function ShownOnce({ name, secret }: { name: string; secret: string }) {
  return (
    <div role="status" className="flex flex-col gap-2">
      <Notice title={`The signing secret of ${name}`}>Copy it now: it is not shown again.</Notice>
      <CodeBlock label="Signing secret" code={secret} copyLabel="Copy secret" wrap />
    </div>
  )
}
