'use client'

import { CSPProvider } from '@base-ui/react/csp-provider'
import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'
import { Toaster } from '#components/ui/toaster.tsx'
import { TooltipProvider } from '#components/ui/tooltip.tsx'

/** @param nonce of this response's Content-Security-Policy, for the one script that sets the theme before the first paint */
export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  return (
    <CSPProvider nonce={nonce}>
      <ThemeProvider
        attribute="data-theme"
        defaultTheme="system"
        enableSystem
        enableColorScheme={false}
        nonce={nonce}
      >
        <TooltipProvider delay={400}>
          <div className="app-root">{children}</div>
        </TooltipProvider>
        <Toaster />
      </ThemeProvider>
    </CSPProvider>
  )
}
