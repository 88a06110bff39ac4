import type { AgentView } from './agent-view.ts'
import { Section } from './section.tsx'

/** What the agent will read, word for word. */
export function AgentSection({ views }: { views: readonly AgentView[] }) {
  return (
    <Section title="What the agent gets">
      <dl className="flex flex-col gap-2 text-13">
        {views.map(({ when, text }) => (
          <div key={when} className="rounded-md bg-sunken px-3 py-2">
            <dt className="text-12 text-ink-3">{when}</dt>
            <dd className={text === null ? 'text-ink-2' : 'code break-words text-12 leading-[1.125rem]'}>
              {text ?? 'The server’s own answer, unchanged.'}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
