'use client'

import { CSPProvider } from '@base-ui/react/csp-provider'
import type { ReactNode } from 'react'
import { Tips } from '#components/ui/tips.tsx'
import { Toaster } from '#components/ui/toaster.tsx'
import { useThemeElsewhere } from './theme.ts'

/** @param nonce of this response's Content-Security-Policy, for what Base UI writes into the page */
export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  useThemeElsewhere()
  return (
    <CSPProvider nonce={nonce}>
      <div className="app-root">{children}</div>
      <Toaster />
      <Tips />
    </CSPProvider>
  )
}
