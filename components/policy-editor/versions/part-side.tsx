import { clsx } from 'clsx'
import { Effect } from '#components/effect.tsx'
import { type Json, serializeJson } from '#lib/json/index.ts'
import type { MergePart } from '#lib/policy/index.ts'
import type { Comparison } from './three-way.ts'

type PartSideProps = {
  title: string
  part: MergePart
  value: Json | undefined
  document: Comparison['mine']
  taken: boolean
}

const LONGEST_SHOWN = 160

/** One side of a part: for a tool its lane and rules, for anything else what the document says. */
export function PartSide({ title, part, value, document, taken }: PartSideProps) {
  const ofTool = part.list === 'tools' || part.list === 'hide'
  const placement = ofTool ? document.place(part.name) : null
  return (
    <div className={clsx('rounded-sm border px-2 py-1.5', taken ? 'border-ink' : 'border-line')}>
      <p className="text-12 text-ink-3">{title}</p>
      {placement ? (
        <p className="flex flex-wrap items-center gap-x-2">
          <Effect effect={placement.lane} />
          <span className="break-words text-ink-2">{placement.summary}</span>
        </p>
      ) : null}
      <p className="code break-words text-12 text-ink-2">{valueText(part, value)}</p>
    </div>
  )
}

function valueText({ list }: MergePart, value: Json | undefined): string {
  if (list === 'hide') return value === undefined ? 'not hidden' : 'hidden'
  if (value === undefined) return list === 'tools' ? 'no entry of its own' : 'not given'
  const text = serializeJson(value)
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`
}
