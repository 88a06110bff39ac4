'use client'

import { RefreshCw } from 'lucide-react'
import { Page } from '#components/shell/page.tsx'
import { Button } from '#components/ui/button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'

/** Next gives the browser a digest and keeps the rest in the server's log, under the same digest. */
export default function DashboardError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Page>
      <div className="pt-6">
        <ErrorState
          title="This page could not be read"
          requestId={digestOf(error)}
          action={
            <Button onClick={() => retry()}>
              <RefreshCw aria-hidden />
              Try again
            </Button>
          }
        >
          Nothing was changed. Try again; if it stays, quote the request to whoever runs this installation.
        </ErrorState>
      </div>
    </Page>
  )
}

function digestOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('digest' in error)) return undefined
  return typeof error.digest === 'string' ? error.digest : undefined
}
