import type { Metadata } from 'next'
import { BaselineEditor } from '#components/baseline/baseline-editor.tsx'
import { BaselineVersions } from '#components/baseline/baseline-versions.tsx'
import { Page } from '#components/shell/page.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Section } from '#components/ui/section.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { getBaseline, listBaselineVersions } from '#lib/baseline/index.ts'
import type { Member } from '#lib/data/model.ts'
import type { CompletionTool } from '#lib/policy/index.ts'
import { obstacle } from '#lib/role.ts'
import { listServers, listTools } from '#lib/servers/index.ts'
import { checkBaselineAction, publishBaselineAction, rollbackBaselineAction } from './actions.ts'

export const metadata: Metadata = { title: 'Baseline' }

export default async function BaselinePage() {
  const member = await requireMember()
  const why = obstacle(member, 'policies.write')
  const [published, versions, tools] = await Promise.all([
    getBaseline(member),
    listBaselineVersions(member),
    why ? [] : toolsOffered(member),
  ])
  const actions = { check: checkBaselineAction, publish: publishBaselineAction }
  return (
    <Page>
      <PageHeader
        title="Baseline"
        breadcrumb={[{ label: 'Inventory', href: '/inventory' }]}
        description="What no policy can let through: it holds for every grant on every server, besides the policy that the grant has there. It only refuses."
        actions={why ? null : <LinkButton href="/settings/audit?kind=baseline">Who changed it</LinkButton>}
      />
      <BaselineEditor
        // What was published meanwhile is another text to start from.
        key={published?.number ?? 0}
        published={published && { number: published.number, source: published.source }}
        obstacle={why}
        tools={tools}
        actions={actions}
      />
      <Section
        title="Versions"
        description="Each was in force from its time on. None is ever changed; rolling back publishes an old text anew."
      >
        <BaselineVersions
          versions={versions.map(({ number, source, comment, author, createdAt }) => ({
            ...{ number, source, comment, author, createdAt },
            isPublished: number === published?.number,
          }))}
          rollBack={why ? null : rollbackBaselineAction}
        />
      </Section>
    </Page>
  )
}

// More would be no help to whoever types, and a long page.
const MOST_OFFERED = 2000

/** Every name that a tool of the organisation has, once. */
async function toolsOffered(member: Member): Promise<CompletionTool[]> {
  const servers = await listServers(member)
  const lists = await Promise.all(servers.map(({ id }) => listTools(member, id)))
  const offered = new Map<string, CompletionTool>()
  for (const { name, severity, category, state } of lists.flat())
    if (state !== 'gone' && offered.size < MOST_OFFERED)
      offered.set(name, { name, detail: `${severity} ${category}` })
  return [...offered.values()]
}
