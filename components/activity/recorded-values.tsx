import { sizeText } from '#components/approvals/approval-view.ts'
import { Revealed } from '#components/servers/review/revealed.tsx'
import { type RecordedGap, type RecordedView, recordedPieces } from './recorded-text.ts'

type RecordedValuesProps = {
  /** null where values were not recorded, or are kept no longer. `hidden` where this person may not see them. */
  values: RecordedView | 'hidden' | null
  /** The call stands for several equal refusals: what is shown is of the first. */
  isFolded?: boolean
}

/** The recorded arguments of a call, as text alone; what an eye would miss, and what was left out, stand there as marks. */
export function RecordedValues({ values, isFolded = false }: RecordedValuesProps) {
  return (
    <section aria-label="Recorded values" className="flex min-w-0 flex-col gap-1.5">
      <h3 className="font-medium text-13">Values</h3>
      {values === 'hidden' ? (
        <p className="text-13 text-ink-3">Approvers and above see the values that were recorded.</p>
      ) : values === null ? (
        <p className="text-13 text-ink-3">
          Not recorded. What is kept of arguments is a setting of the server.
        </p>
      ) : (
        <Shown values={values} isFolded={isFolded} />
      )}
    </section>
  )
}

function Shown({ values, isFolded }: { values: RecordedView; isFolded: boolean }) {
  const pieces = recordedPieces(values).map((piece, index) => ({ piece, key: `${index}` }))
  return (
    <>
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
    </>
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
