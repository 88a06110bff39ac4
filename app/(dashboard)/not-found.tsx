import { SearchX } from 'lucide-react'
import { headers } from 'next/headers'
import { Elsewhere } from '#components/organisations/elsewhere.tsx'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { currentMember } from '#lib/auth/index.ts'
import { listOrganisations } from '#lib/organisation/index.ts'
import { switchOrganisationAction } from './organisations/actions.ts'

/** What a link names may be in another organisation of the person: said of their own ones alone, and opened by a press. */
export default async function DashboardNotFound() {
  const path = (await headers()).get('x-path') ?? ''
  const elsewhere = await organisationIn(path)
  return (
    <Page>
      <div className="pt-6">
        <EmptyState
          isPage
          icon={<SearchX />}
          title={elsewhere ? `This belongs to ${elsewhere.name}` : 'There is nothing at this address'}
          action={
            elsewhere ? (
              <Elsewhere organisation={elsewhere} path={path} switchTo={switchOrganisationAction} />
            ) : (
              <LinkButton href="/overview">Go to overview</LinkButton>
            )
          }
        >
          {elsewhere
            ? 'You are in that organisation, too. Opening it makes it the current one.'
            : 'It may have been deleted, or it belongs to another organisation.'}
        </EmptyState>
      </div>
    </Page>
  )
}

// Ids name their organisation (lib/id.ts); the current one is not elsewhere.
async function organisationIn(path: string) {
  const named = /^\/[a-z]+\/[a-z]{3,4}_([0-9a-z]{12})[0-9a-z]{16}(?:[/?]|$)/.exec(path)?.[1]
  const member = named === undefined ? null : await currentMember()
  if (!member || named === member.organisation.id) return null
  return (await listOrganisations(member)).find(({ id }) => id === named) ?? null
}
