import Link from 'next/link'
import { Effect } from '#components/effect.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { ruleHref, ruleWords, type ToolLine, type WayView } from './inventory-view.ts'

const MOST_NAMED = 3
const linkStyle = 'rounded-sm underline-offset-4 hover:underline'

/** The ways in which agents have a tool: what happens, by which rule, and to whom. */
export function Ways({ line }: { line: ToolLine }) {
  if (line.access.length === 0) return <p className="text-13 text-ink-3">No agent has this server.</p>
  return (
    <ul className="flex flex-col gap-2">
      {line.access.map((way) => (
        <li key={way.policy?.id ?? ''} className="text-13">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
            <Effect effect={way.effect} className="font-medium" />
            <Rule line={line} way={way} />
            {way.mayPass ? <span className="text-ink-3">under conditions</span> : null}
            {way.isBaseline ? <Badge>Baseline</Badge> : null}
          </div>
          <p className="mt-0.5 text-12 text-ink-3">
            <Agents grants={way.grants} />
            {way.policy ? <> · {way.policy.name}</> : null}
          </p>
        </li>
      ))}
    </ul>
  )
}

function Rule({ line, way }: { line: ToolLine; way: WayView }) {
  const words = ruleWords(way)
  const href = ruleHref(line, way)
  const style = words.startsWith('/') ? 'code break-all text-12 text-ink-2' : 'text-ink-2'
  if (href === null) return <span className={style}>{words}</span>
  return (
    <Link href={href} className={`${style} ${linkStyle}`}>
      {words}
    </Link>
  )
}

function Agents({ grants }: Pick<WayView, 'grants'>) {
  const rest = grants.length - MOST_NAMED
  return (
    <>
      {grants.slice(0, MOST_NAMED).map(({ id, label }, place) => (
        <span key={id}>
          {place > 0 ? ', ' : ''}
          <Link href={`/grants/${id}`} className={linkStyle}>
            {label}
          </Link>
        </span>
      ))}
      {rest > 0 ? ` and ${rest} more` : ''}
    </>
  )
}
