import { Revealed } from '#components/servers/review/revealed.tsx'
import { type AsOf, dayWords, percent, sourceWords } from '#lib/pages/index.ts'

/** Of when the page is, of which version, from where, how sure it is, and where to say that it is wrong. */
export function AsOfLine({ asOf, confidence }: { asOf: AsOf; confidence?: number }) {
  const { scannedAt, version, source, sourceUrl } = asOf
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1 text-13 text-ink-3 [&>*:not(:last-child)]:after:ml-2 [&>*:not(:last-child)]:after:content-['·']">
      <span>
        Scanned <time dateTime={scannedAt.toISOString()}>{dayWords(scannedAt)}</time>
      </span>
      <span>
        {version === '' ? (
          'no version given'
        ) : (
          <>
            version <Revealed text={version} />
          </>
        )}
      </span>
      <span>
        from{' '}
        {sourceUrl ? (
          <a href={sourceUrl} rel="nofollow noopener" className="link">
            {sourceWords(source)}
          </a>
        ) : (
          sourceWords(source)
        )}
      </span>
      {confidence === undefined ? null : <span>confidence {percent(confidence)}</span>}
      <span>
        <a href="#contact" className="link">
          Report a mistake
        </a>
      </span>
    </p>
  )
}
