import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '#components/shell/providers.tsx'
import { THEME_COOKIE, themeAttribute } from '#components/shell/theme-cookie.ts'
import { EARLY_SCRIPT } from '#components/ui/early.ts'
import { mono, sans } from './fonts.ts'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Portcullis', template: '%s · Portcullis' },
  description:
    'A policy gateway for MCP servers: decide which tools an agent may call, how often, and with what.',
  referrer: 'same-origin',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fdfdfe' },
    { media: '(prefers-color-scheme: dark)', color: '#0d0f12' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  const theme = (await cookies()).get(THEME_COOKIE)?.value
  return (
    <html
      lang="en"
      data-theme={themeAttribute(theme)}
      className={`${sans.variable} ${mono.variable} font-sans`}
    >
      <body>
        <script nonce={nonce}>{EARLY_SCRIPT}</script>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  )
}
