'use client'

import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { Button } from '#components/ui/button.tsx'

export default function RootError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest =
    typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : null
  return (
    <AuthFrame
      title="This page could not be shown"
      description="Nothing was changed. Try again in a moment."
      footer={digest ? <span className="code text-12 text-ink-3">Request {digest}</span> : null}
    >
      <Button variant="primary" onClick={() => retry()}>
        Try again
      </Button>
    </AuthFrame>
  )
}
