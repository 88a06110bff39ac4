import { Part } from '#components/catalogue/part.tsx'
import { PolicyText } from '#components/catalogue/policy-text.tsx'
import { type Attack, COVERAGE_WORDS, dateWords, type Source } from '#lib/attacks/index.ts'
import type { AttackPage } from '#lib/pages/index.ts'
import { AffectedTools } from './affected-tools.tsx'
import { AttackList } from './attack-list.tsx'
import { ExampleVerdicts } from './example-verdicts.tsx'

const TITLES: Record<Attack['defence']['coverage'], string> = {
  stops: 'The rule that stops it',
  narrows: 'A rule that narrows it',
  outside: 'What helps instead of a rule',
}

/** What the page of an attack says, from how it works to where one reads on. */
export function AttackSections({ page }: { page: AttackPage }) {
  const { attack, rule, affected, related, path } = page
  const { defence, abuses } = attack
  return (
    <>
      <Part id="how" title="How it works">
        <ol className="flex max-w-3xl list-decimal flex-col gap-2 pl-5 text-14 text-ink-2 marker:text-ink-3">
          {attack.steps.map((step) => (
            <li key={step} className="pl-1">
              {step}
            </li>
          ))}
        </ol>
      </Part>
      <Part id="rule" title={TITLES[defence.coverage]} description={COVERAGE_WORDS[defence.coverage].says}>
        <p className="max-w-3xl text-14">{defence.coverage === 'outside' ? defence.instead : defence.does}</p>
        {rule === null ? null : (
          <div className="mt-4 grid gap-x-6 gap-y-5 lg:grid-cols-2">
            <PolicyText path={path} json={rule.json} yaml={rule.yaml} />
            <div className="min-w-0">
              <ExampleVerdicts calls={rule.calls} />
              <p className="mt-2 text-13 text-ink-3">
                Decided under this document by the code that decides real calls.
              </p>
            </div>
          </div>
        )}
      </Part>
      <Part id="unseen" title="What the gateway cannot see or stop">
        <ul className="flex max-w-3xl list-disc flex-col gap-2 pl-5 text-14 text-ink-2 marker:text-ink-3">
          {attack.unseen.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      </Part>
      <Part id="tools" title="Which tools it uses" description={abuses.tools}>
        {affected.length > 0 ? (
          <AffectedTools tools={affected} />
        ) : abuses.traits.length > 0 ? (
          <p className="text-14 text-ink-2">None of the catalogue’s tools that were looked at is one.</p>
        ) : null}
      </Part>
      <Part id="sources" title="Sources">
        <ul className="flex max-w-3xl flex-col gap-2.5 text-14">
          {attack.sources.map((source) => (
            <SourceLine key={source.url} source={source} />
          ))}
        </ul>
      </Part>
      <Part id="related" title="Related attacks">
        <AttackList attacks={related} />
      </Part>
    </>
  )
}

function SourceLine({ source: { title, publisher, url, date } }: { source: Source }) {
  return (
    <li>
      <a href={url} rel="nofollow noopener noreferrer" className="link [overflow-wrap:anywhere]">
        {title}
      </a>
      <span className="text-ink-3">
        {' '}
        {publisher}
        {date === null ? null : (
          <>
            , <time dateTime={date}>{dateWords(date)}</time>
          </>
        )}
      </span>
    </li>
  )
}
