'use client'

import { Button } from '#components/ui/button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'

export default function ConsentError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <main id="content" className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center px-4">
      <ErrorState
        title="What the client asks could not be read"
        action={<Button onClick={() => retry()}>Try again</Button>}
      >
        Nothing was allowed. Try again; if it stays, begin in the client again.
      </ErrorState>
    </main>
  )
}
