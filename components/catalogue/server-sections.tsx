import { Revealed } from '#components/servers/review/revealed.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ExampleCalls, exampleView } from '#components/wizard/index.ts'
import { countsWords, type ServerPage, sourceWords } from '#lib/pages/index.ts'
import { Changes } from './changes.tsx'
import { Pager } from './pager.tsx'
import { Part } from './part.tsx'
import { PolicyText } from './policy-text.tsx'
import { Questions } from './questions.tsx'
import { ToolList } from './tool-list.tsx'

type ServerSectionsProps = { page: ServerPage; from: number }

export const TOOLS_A_PAGE = 100

/** What the page of a server says. @param from the first tool that is shown, of those in its order */
export function ServerSections({ page, from }: ServerSectionsProps) {
  const { server, guide, tools, path, changes, asOf } = page
  const shown = tools.slice(from, from + TOOLS_A_PAGE)
  const next = from + TOOLS_A_PAGE
  return (
    <>
      {server.description === '' ? null : (
        <Part id="what" title="What it is">
          <p className="max-w-3xl whitespace-pre-line text-14 text-ink-2 [overflow-wrap:anywhere]">
            <Revealed text={server.description} />
          </p>
        </Part>
      )}
      <Part id="tools" title="Tools" description={`${countsWords(server.tools, server.counts)}.`}>
        {tools.length === 0 ? (
          <EmptyState title="Its tools are not known">
            {`The entry comes from ${sourceWords(asOf.source)}, which does not list them.`}
          </EmptyState>
        ) : (
          <>
            <ToolList tools={shown} />
            <Pager
              first={from > 0 ? `${path}#tools` : null}
              next={next < tools.length ? `${path}?from=${next}#tools` : null}
            />
          </>
        )}
      </Part>
      {tools.length > 0 ? (
        <>
          <Part id="policy" title="Recommended policy" description={<Revealed text={guide.sentence} />}>
            <PolicyText path={path} json={guide.json} yaml={guide.yaml} />
          </Part>
          <Part
            id="calls"
            title="What becomes of calls"
            description="Calls under this policy, decided by the code that decides real ones."
          >
            <ExampleCalls
              examples={guide.examples.map((example) => ({ ...exampleView(example), tool: example.tool }))}
            />
          </Part>
          <Part id="questions" title="Questions">
            <Questions questions={guide.questions} />
          </Part>
        </>
      ) : null}
      <Part id="changes" title="Changes">
        <Changes changes={changes} server={server.slug} />
      </Part>
    </>
  )
}
