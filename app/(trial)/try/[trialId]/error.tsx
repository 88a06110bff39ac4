'use client'

import { Button } from '#components/ui/button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'

export default function TrialError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <main id="content" className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center px-4">
      <ErrorState
        title="This draft could not be read"
        action={<Button onClick={() => retry()}>Try again</Button>}
      >
        Nothing was changed. Try again; if it stays, come back in a few minutes.
      </ErrorState>
    </main>
  )
}
