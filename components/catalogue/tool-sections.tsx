import { AttacksOnTool } from '#components/attacks/attacks-on-tool.tsx'
import { Revealed } from '#components/servers/review/revealed.tsx'
import { RuleWizard, wizardFor } from '#components/wizard/index.ts'
import type { ToolPage } from '#lib/pages/index.ts'
import { Changes } from './changes.tsx'
import { ParameterTable } from './parameter-table.tsx'
import { Part } from './part.tsx'
import { PolicyLink } from './policy-link.tsx'
import { Questions } from './questions.tsx'
import { ToolList } from './tool-list.tsx'
import { Why } from './why.tsx'

const MAX_DESCRIPTION = 6000

function wizardOf({ server, tool, description, inputSchema, classification }: ToolPage) {
  const { category, severity } = classification
  return wizardFor(
    { slug: server.slug, name: server.title },
    { slug: tool.slug, name: tool.name, description, inputSchema, category, severity },
  )
}

/** What the page of a tool says, from what it does to what has changed. */
export function ToolSections({ page }: { page: ToolPage }) {
  const { description, classification, attacks, guide, related, changes, path } = page
  return (
    <>
      <Part id="what" title="What it does">
        {description === '' ? (
          <p className="text-14 text-ink-2">The definition at hand has no description.</p>
        ) : (
          <p className="max-w-3xl whitespace-pre-line text-14 text-ink-2 [overflow-wrap:anywhere]">
            <Revealed text={description.slice(0, MAX_DESCRIPTION)} />
            {description.length > MAX_DESCRIPTION ? '…' : null}
          </p>
        )}
      </Part>
      <Part id="parameters" title="Parameters" description="As the tool’s own schema has them.">
        <ParameterTable page={page} />
      </Part>
      <Part id="why" title="Why it needs a policy">
        <Why classification={classification} />
      </Part>
      <AttacksOnTool found={attacks} />
      <Part
        id="policy"
        title="The rule for it"
        description="It stands at what is recommended. Change it, and take it along."
      >
        <RuleWizard {...wizardOf(page)} />
        <PolicyLink path={path} />
      </Part>
      {related.length > 0 ? (
        <Part id="related" title="Related tools">
          <ToolList tools={related} />
        </Part>
      ) : null}
      <Part id="questions" title="Questions">
        <Questions questions={guide.questions} />
      </Part>
      <Part id="changes" title="Changes">
        <Changes changes={changes} />
      </Part>
    </>
  )
}
