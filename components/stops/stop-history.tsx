import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { coveredText, type PastStop } from './stop-view.ts'
import { StopWords } from './stop-words.tsx'

/** The stops there were, newest first. */
export function StopHistory({ stops }: { stops: readonly PastStop[] }) {
  if (stops.length === 0) return <p className="text-13 text-ink-3">Nothing was ever stopped.</p>
  return (
    <Table caption="Emergency stops">
      <TableHead>
        <tr>
          <HeadCell>What and why</HeadCell>
          <HeadCell className="max-sm:hidden">Over</HeadCell>
        </tr>
      </TableHead>
      <TableBody>
        {stops.map((stop) => (
          <TableRow key={stop.id}>
            <Cell className="whitespace-normal">
              <p className="break-words font-medium">{coveredText(stop)}</p>
              <p className="break-words text-13">{stop.reason}</p>
              <p className="break-words text-12 text-ink-3">
                <StopWords stop={stop} />
              </p>
              <p className="text-13 text-ink-2 sm:hidden">
                <Over stop={stop} />
              </p>
            </Cell>
            <Cell className="text-13 text-ink-2 max-sm:hidden">
              <Over stop={stop} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

function Over({ stop }: { stop: PastStop }) {
  if (stop.state === 'holding') return 'Holds now'
  if (!stop.liftedAt) return 'Ended by itself'
  return (
    <>
      Lifted <RelativeTime at={stop.liftedAt} /> by {stop.liftedBy ?? 'somebody who has left'}
    </>
  )
}
