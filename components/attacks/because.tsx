import { Revealed } from '#components/servers/review/revealed.tsx'
import { placeInWords, type Reason } from '#lib/attacks/index.ts'

/** Why a tool is among those that an attack uses: what of it, and the words of its definition that say so. */
export function Because({ reasons }: { reasons: readonly Reason[] }) {
  return (
    <p className="text-13 text-ink-2 [overflow-wrap:anywhere]">
      It{' '}
      {reasons.map(({ says, quote }, at) => (
        <span key={says}>
          {at === 0 ? null : ', and '}
          {says} (
          <q>
            <Revealed text={quote.text} />
          </q>{' '}
          {placeInWords(quote)})
        </span>
      ))}
      .
    </p>
  )
}
