import Link from 'next/link'
import { Revealed } from '#components/servers/review/revealed.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { type ApprovalView, STATE_WORDS, sizeText } from './approval-view.ts'
import type { CallPart, Change, Changes } from './call-parts.ts'

export type Earlier = Pick<ApprovalView, 'id' | 'state' | 'callText' | 'askedAt'>

// Enough to see what it was: the whole stands on the page of the call before.
const LONGEST = 300

/** What the arguments are compared with, and whether anything differs. */
export function Since({ earlier, changes }: { earlier: Earlier; changes: Changes }) {
  const count = changes.changed.size + changes.gone.length
  return (
    <p className="text-13 text-ink-2">
      {count === 0 ? 'The same as' : `${count} ${count === 1 ? 'differs' : 'differ'} from`} the{' '}
      <Link className="link" href={`/approvals/${earlier.id}`}>
        call of this tool before
      </Link>{' '}
      ({STATE_WORDS[earlier.state].toLowerCase()}, <RelativeTime at={earlier.askedAt} />)
      {changes.gone.length === 0 ? (
        '.'
      ) : (
        <>
          . No longer there:{' '}
          {changes.gone.map((part, i) => (
            <span key={part.name}>
              {i === 0 ? '' : ', '}
              <span className="code break-all">
                <Revealed text={part.name} />
              </span>
            </span>
          ))}
          .
        </>
      )}
    </p>
  )
}

/** Says in words what the line beside a value says in colour. */
export function ChangeMark({ change }: { change: Change | undefined }) {
  if (!change) return null
  return <Badge>{change.before === null ? 'new' : 'changed'}</Badge>
}

/** What a changed argument was. */
export function Was({ change }: { change: Change | undefined }) {
  if (!change?.before) return null
  const { text, bytes }: CallPart = change.before
  return (
    <dd className="flex gap-2 px-3 text-13 text-ink-2">
      <span className="shrink-0">was</span>
      <span className="code min-w-0 whitespace-pre-wrap break-words [overflow-wrap:anywhere]">
        {text === '' ? <i>empty</i> : <Revealed text={text.slice(0, LONGEST)} />}
        {text.length > LONGEST ? ` … ${sizeText(bytes)} in all` : ''}
      </span>
    </dd>
  )
}
