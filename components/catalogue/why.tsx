import { Revealed } from '#components/servers/review/revealed.tsx'
import type { Classification } from '#lib/catalogue/index.ts'

const PLACES: Record<string, string> = {
  name: 'In its name',
  description: 'In its description',
  inputSchema: 'In its parameters',
  annotations: 'In its annotations',
  server: 'In its server',
}

/** Why the tool is in its class: in words, then the very pieces of the definition that decided. */
export function Why({ classification }: { classification: Classification }) {
  const { rationale, evidence } = classification
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-2xl text-14 text-ink-2">
        <Revealed text={rationale} />
      </p>
      {evidence.length > 0 ? (
        <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
          {evidence.map(({ source, text, says }) => (
            <li
              key={`${source} ${text} ${says}`}
              className="grid gap-x-4 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[9rem_minmax(0,1fr)_auto]"
            >
              <span className="text-13 text-ink-3">{PLACES[source] ?? source}</span>
              <q className="code text-13 [overflow-wrap:anywhere]">
                <Revealed text={text} />
              </q>
              <span className="text-13 text-ink-2">{says}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
