import { Lock } from 'lucide-react'
import type { Metadata } from 'next'
import { NewOrganisation } from '#components/organisations/new-organisation.tsx'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requireMember } from '#lib/auth/index.ts'
import { obstacleToFounding } from '#lib/organisation/index.ts'
import { createOrganisationAction } from '../actions.ts'

export const metadata: Metadata = { title: 'New organisation' }

export default async function NewOrganisationPage() {
  const obstacle = await obstacleToFounding(await requireMember())
  return (
    <Page>
      <PageHeader
        title="New organisation"
        description="It has its own servers, policies, grants and people, and shares nothing with your other ones. You become its owner."
      />
      {obstacle === null ? (
        <NewOrganisation create={createOrganisationAction} />
      ) : (
        <EmptyState icon={<Lock />} title="You cannot found an organisation here">
          {obstacle}
        </EmptyState>
      )}
    </Page>
  )
}
