import { Tile } from '#components/overview/tile.tsx'
import {
  type Behind,
  callsUrl,
  countText,
  type LatencyView,
  msText,
  shareText,
  type TallyView,
} from './usage-view.ts'

type UsageTilesProps = { total: TallyView; latency: LatencyView; behind: Behind }

/** The figures of the whole time, each leading to the calls it counts. */
export function UsageTiles({ total, latency, behind }: UsageTilesProps) {
  return (
    <div className="grid grid-cols-2 gap-3 xl:grid-cols-4">
      <Tile title="Calls" href={callsUrl(behind)} figure={countText(total.calls)}>
        {countText(total.allow)} allowed
      </Tile>
      <Tile title="Denied" href={callsUrl({ ...behind, decision: 'deny' })} figure={countText(total.deny)}>
        {shareText(total.deny, total.calls)} of all calls
      </Tile>
      <Tile
        title="Needed approval"
        href={callsUrl({ ...behind, decision: 'await' })}
        figure={countText(total.await)}
      >
        {shareText(total.await, total.calls)} of all calls
      </Tile>
      <Tile
        title="Gateway time, p95"
        href={callsUrl({ ...behind, decision: 'allow' })}
        figure={latency.gateway ? msText(latency.gateway.p95) : '–'}
      >
        {latency.upstream ? `${msText(latency.upstream.p95)} of the server` : 'Nothing was measured'}
      </Tile>
    </div>
  )
}
