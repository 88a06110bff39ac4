import { SearchX } from 'lucide-react'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'

export default function DashboardNotFound() {
  return (
    <Page>
      <div className="pt-6">
        <EmptyState
          isPage
          icon={<SearchX />}
          title="There is nothing at this address"
          action={<LinkButton href="/overview">Go to overview</LinkButton>}
        >
          It may have been deleted, or it belongs to another organisation.
        </EmptyState>
      </div>
    </Page>
  )
}
