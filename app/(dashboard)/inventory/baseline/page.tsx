import type { Metadata } from 'next'
import { BaselineEditor } from '#components/baseline/baseline-editor.tsx'
import { BaselineVersions } from '#components/baseline/baseline-versions.tsx'
import { Page } from '#components/shell/page.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Section } from '#components/ui/section.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { getBaseline, listBaselineVersions } from '#lib/baseline/index.ts'
import { may } from '#lib/role.ts'
import { checkBaselineAction, publishBaselineAction, rollbackBaselineAction } from './actions.ts'

export const metadata: Metadata = { title: 'Baseline' }

export default async function BaselinePage() {
  const member = await requireMember()
  const [published, versions] = await Promise.all([getBaseline(member), listBaselineVersions(member)])
  const mayEdit = may(member, 'policies.write')
  const actions = { check: checkBaselineAction, publish: publishBaselineAction }
  return (
    <Page>
      <PageHeader
        title="Baseline"
        breadcrumb={[{ label: 'Inventory', href: '/inventory' }]}
        description="What no policy can let through: it holds for every grant on every server, besides the policy that the grant has there. It only refuses."
        actions={
          may(member, 'policies.write') ? (
            <LinkButton href="/settings/audit?kind=baseline">Who changed it</LinkButton>
          ) : null
        }
      />
      <BaselineEditor
        // What was published meanwhile is another text to start from.
        key={published?.number ?? 0}
        published={published && { number: published.number, source: published.source }}
        mayEdit={mayEdit}
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
          rollBack={mayEdit ? rollbackBaselineAction : null}
        />
      </Section>
    </Page>
  )
}
