import { Notice } from '#components/ui/notice.tsx'

type TrialNoticeProps = { trial: { name: string; tools: number; url: string }; children: string }

/** The draft that comes along through the door: what it is of, so that nobody takes on what they did not make. */
export function TrialNotice({ trial, children }: TrialNoticeProps) {
  const { name, tools, url } = trial
  return (
    <Notice title={`Your draft for ${name}`} className="mb-5">
      <p className="text-13">
        {tools.toLocaleString('en')} {tools === 1 ? 'tool' : 'tools'}
        {url === '' ? null : (
          <>
            {' '}
            at <span className="code break-all">{url}</span>
          </>
        )}
        . {children}
      </p>
    </Notice>
  )
}
