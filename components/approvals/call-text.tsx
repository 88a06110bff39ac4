import { clsx } from 'clsx'
import { Revealed } from '#components/servers/review/revealed.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { type ApprovalView, sizeText } from './approval-view.ts'
import { type CallPart, type Changes, callParts, changesSince } from './call-parts.ts'
import { ChangeMark, type Earlier, Since, Was } from './changes.tsx'

const BLOCK =
  'code whitespace-pre-wrap break-words rounded-md border border-line bg-sunken px-3 py-2 text-13 [overflow-wrap:anywhere]'
const CHANGED = 'border-l-2 border-l-accent'

type CallTextProps = {
  approval: ApprovalView
  /** The call of the same tool that the grant asked for before; null where there is none. */
  earlier: Earlier | null
}

/**
 * What runs if it is approved: every argument, whole, as text; what an eye would miss stands there as a mark, and so does
 * what is not as it was in the call before.
 */
export function CallText({ approval, earlier }: CallTextProps) {
  const parts = callParts(approval.callText)
  const changes = earlier && changesSince(earlier.callText, approval.callText)
  return (
    <section aria-label="What will run" className="flex flex-col gap-3">
      <h2 className="flex flex-wrap items-baseline justify-between gap-x-4 font-semibold text-14">
        Arguments
        <span className="font-normal text-12 text-ink-3">{sizeText(approval.callBytes)} in all</span>
      </h2>
      {approval.isCut ? (
        <Notice title={`Only the beginning of ${sizeText(approval.callBytes)} is shown`}>
          The rest was not kept. What would run has the SHA-256{' '}
          <span className="code break-all text-12">{approval.callDigest}</span>.
        </Notice>
      ) : null}
      {earlier && changes ? <Since earlier={earlier} changes={changes} /> : null}
      {parts === null ? (
        <p className={BLOCK}>
          <Revealed text={approval.callText} />
        </p>
      ) : parts.args.length === 0 && parts.brought.length === 0 ? (
        <p className="text-14 text-ink-2">None.</p>
      ) : (
        <>
          <Parts parts={parts.args} changed={changes?.changed} />
          {parts.brought.length > 0 ? (
            <>
              <h3 className="font-medium text-13">What the retry brings along</h3>
              <Parts parts={parts.brought} />
            </>
          ) : null}
        </>
      )}
      {approval.isCut ? null : (
        <p className="break-all text-12 text-ink-3">
          SHA-256 <span className="code">{approval.callDigest}</span>
        </p>
      )}
    </section>
  )
}

type PartsProps = { parts: readonly CallPart[]; changed?: Changes['changed'] | undefined }

function Parts({ parts, changed }: PartsProps) {
  return (
    <dl className="flex flex-col gap-3">
      {parts.map((part) => (
        <div key={part.name} className="flex flex-col gap-1">
          <dt className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="flex min-w-0 flex-wrap items-baseline gap-2">
              <span className="code break-all font-medium text-13">
                <Revealed text={part.name} />
              </span>
              <ChangeMark change={changed?.get(part.name)} />
            </span>
            <span className="text-12 text-ink-3">
              {part.isText ? 'text' : 'value'}, {sizeText(part.bytes)}
            </span>
          </dt>
          <dd className={clsx(BLOCK, changed?.has(part.name) && CHANGED)}>
            {part.text === '' ? <i>empty</i> : <Revealed text={part.text} />}
          </dd>
          <Was change={changed?.get(part.name)} />
        </div>
      ))}
    </dl>
  )
}
