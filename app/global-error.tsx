'use client'

import { mono, sans } from './fonts.ts'
import './globals.css'
import RootError from './error.tsx'

/** The frame itself could not be drawn: the same words, without it. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en" className={`${sans.variable} ${mono.variable} font-sans`}>
      <body>
        <title>Portcullis</title>
        <RootError {...props} />
      </body>
    </html>
  )
}
