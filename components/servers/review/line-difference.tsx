import { clsx } from 'clsx'
import { lineDiff } from '../line-diff.ts'
import { pretty } from '../pretty.ts'
import { Revealed } from './revealed.tsx'

// A region that scrolls sideways must be reachable by keyboard.
const scroller = (label: string) => ({ tabIndex: 0, role: 'group', 'aria-label': label })

const SIGNS = { same: ' ', removed: '−', added: '+' }

/** Both definitions as JSON, line by line. */
export function LineDifference({
  before,
  after,
  label,
}: {
  before: string | null
  after: string
  label: string
}) {
  const lines = lineDiff(before === null ? '' : pretty(before), pretty(after))
    .filter((line) => before !== null || line.kind !== 'removed')
    .map((line, at) => ({ ...line, key: `line ${at}` }))
  return (
    <pre
      {...scroller(label)}
      className="relative overflow-x-auto rounded-md border border-line bg-sunken py-2 -outline-offset-2"
    >
      {lines.map((line) => (
        <code
          key={line.key}
          className={clsx(
            'code block min-w-max whitespace-pre px-3 text-13',
            line.kind === 'same' ? 'text-ink-3' : 'bg-hover text-ink',
            line.kind === 'removed' && 'line-through decoration-ink-3',
          )}
        >
          {SIGNS[line.kind]} <Revealed text={line.text} />
        </code>
      ))}
    </pre>
  )
}
