'use client'

import { useEffect } from 'react'
import { type GlobalKey, globalKeyOf } from './board/keys.ts'
import { useLatest } from './use-latest.ts'

/** The keys of the whole editor: undo, redo, search, help. Fields, menus and dialogs keep theirs. */
export function useGlobalKeys(act: (key: GlobalKey) => void): void {
  const latest = useLatest(act)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const { key, shiftKey: shift, altKey: alt } = event
      const found = globalKeyOf(
        { key, shift, alt, mod: event.ctrlKey || event.metaKey },
        isElsewhere(event.target),
      )
      if (found === null) return
      event.preventDefault()
      latest.current(found)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [latest])
}

function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null
  )
}
