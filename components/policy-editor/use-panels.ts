'use client'

import { useCallback, useState } from 'react'
import type { Reveal } from './code/code-editor.tsx'
import { useLatest } from './use-latest.ts'
import { useVeryWide } from './use-media.ts'

export type SideName = 'tool' | 'policy' | 'history' | 'what-if' | 'replay'

export type Panels = {
  readonly side: SideName | null
  readonly code: boolean
  /** What the code pane should bring into sight. */
  readonly reveal: Reveal | null
  readonly openSide: (side: SideName | null) => void
  readonly openCode: (open: boolean) => void
  readonly revealInCode: (reveal: Reveal) => void
}

/** What stands beside the board. Where both panels do not fit, opening one closes the other. */
export function usePanels(initial: { side: SideName | null; code: boolean }): Panels {
  const [side, setSide] = useState(initial.side)
  const [code, setCode] = useState(initial.code)
  const [reveal, setReveal] = useState<Reveal | null>(null)
  const roomForBoth = useVeryWide()
  const both = useLatest(roomForBoth)
  const openSide = useCallback(
    (next: SideName | null) => {
      setSide(next)
      if (next !== null && !both.current) setCode(false)
    },
    [both],
  )
  const openCode = useCallback(
    (open: boolean) => {
      setCode(open)
      setReveal(null)
      if (open && !both.current) setSide(null)
    },
    [both],
  )
  const revealInCode = useCallback(
    (next: Reveal) => {
      openCode(true)
      setReveal(next)
    },
    [openCode],
  )
  // An address, or a window made narrower, may ask for both where only one leaves room for the lanes.
  return { side: code && !roomForBoth ? null : side, code, reveal, openSide, openCode, revealInCode }
}
