import Link from 'next/link'
import { CodeBlock } from '#components/ui/code-block.tsx'

/** What a member may see: `hidden` from those below approver, null where nothing was recorded. */
export type CallValues =
  | {
      readonly mode: 'mentioned' | 'all'
      readonly text: string
      readonly gaps: readonly { readonly at: string; readonly kind: 'secret' | 'long' | 'unmentioned' }[]
    }
  | 'hidden'
  | null

const GAPS = {
  secret: 'looks like a secret; its digest alone is kept',
  long: 'was too long to be kept whole',
  unmentioned: 'is not what the policy reads there',
} as const

/** The values of a call's arguments, or why there are none. */
export function RecordedValues({ values, serverId }: { values: CallValues; serverId: string }) {
  if (values === 'hidden')
    return <p className="text-14 text-ink-2">Values are shown to approvers and above. Ask one of them.</p>
  if (values === null) {
    return (
      <p className="text-14 text-ink-2">
        Not recorded: the names of arguments alone were kept, or the values had their time or were erased.{' '}
        <Link href={`/servers/${serverId}/settings`} className="link">
          What this server records
        </Link>
      </p>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="text-13 text-ink-3">
        {values.mode === 'all' ? 'Every argument was recorded.' : 'What the policy reads was recorded.'}
      </p>
      <CodeBlock label="Arguments" code={indented(values.text)} copyLabel="Copy arguments" />
      {values.gaps.length === 0 ? null : (
        <ul className="flex flex-col gap-1 text-13 text-ink-2">
          {values.gaps.map(({ at, kind }) => (
            <li key={`${at} ${kind}`}>
              <span className="code">{at === '' ? 'The whole' : at}</span> {GAPS[kind]}.
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

// Indented by hand where a parser would change digits.
function indented(text: string): string {
  return /\d{16}|\d[eE.]/.test(text) ? text : JSON.stringify(JSON.parse(text), null, 2)
}
