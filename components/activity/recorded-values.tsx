import Link from 'next/link'
import { sizeText } from '#components/approvals/approval-view.ts'
import { Revealed } from '#components/servers/review/revealed.tsx'
import { type RecordedGap, type RecordedView, recordedPieces } from './recorded-text.ts'

/** What a member may see: `hidden` from those below approver, null where nothing was recorded, or is kept no longer. */
export type CallValues = RecordedView | 'hidden' | null

type RecordedValuesProps = {
  values: CallValues
  serverId: string
  /** The call stands for several equal refusals: what is shown is of the first. */
  isFolded?: boolean
}

/** The recorded arguments of a call, as text alone; what an eye would miss, and what was left out, stand there as marks. */
export function RecordedValues({ values, serverId, isFolded = false }: RecordedValuesProps) {
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
  return <Shown values={values} isFolded={isFolded} />
}

function Shown({ values, isFolded }: { values: RecordedView; isFolded: boolean }) {
  const pieces = recordedPieces(values).map((piece, index) => ({ piece, key: `${index}` }))
  return (
    <div className="flex flex-col gap-1.5">
      {pieces.length === 0 ? (
        <p className="text-13 text-ink-3">
          {values.mode === 'all' ? 'No arguments were sent.' : 'None of what the policy mentions was sent.'}
        </p>
      ) : (
        <pre className="code max-h-96 overflow-auto whitespace-pre-wrap break-words rounded-md border border-line bg-sunken px-3 py-2.5 text-13 [overflow-wrap:anywhere]">
          {pieces.map(({ piece, key }) =>
            'gap' in piece ? <Gap key={key} gap={piece.gap} /> : <Revealed key={key} text={piece.text} />,
          )}
        </pre>
      )}
      <p className="text-12 text-ink-3">
        {values.mode === 'mentioned' ? 'Only what the policy mentions was recorded. ' : ''}
        {isFolded ? 'These are the values of the first of the equal refusals.' : ''}
      </p>
    </div>
  )
}

function Gap({ gap }: { gap: RecordedGap }) {
  return (
    <mark
      title={WHY[gap.kind]}
      className="code mx-px inline-block max-w-full whitespace-normal break-all rounded-sm border border-line-strong border-dashed bg-raised px-1 align-baseline text-12 text-ink-2"
    >
      {gapText(gap)}
    </mark>
  )
}

const WHY: Record<RecordedGap['kind'], string> = {
  secret: 'It looks like a secret, so it was not kept. Equal digests are equal secrets.',
  long: 'Only the beginning was kept.',
  unmentioned: 'The policy reads this place, but another type or another letter case stood there.',
}

function gapText({ kind, digest, bytes }: RecordedGap): string {
  const size = bytes === undefined ? '' : `, ${sizeText(bytes)}`
  if (kind === 'secret') return `secret${size}, digest ${digest?.slice(0, 12) ?? 'none'}`
  if (kind === 'long') return `cut${size} in all`
  return 'not recorded'
}
