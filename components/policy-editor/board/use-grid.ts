'use client'

import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { useCommands } from '../editor-context.ts'
import { useLatest } from '../use-latest.ts'
import type { BoardCard } from './board.ts'
import type { BoardControls } from './board-context.ts'
import { press } from './press.ts'
import { type Selection, type Shown, tabStop } from './selection.ts'

type GridOptions = {
  shown: Shown
  selection: Selection
  inspecting: boolean
  cards: ReadonlyMap<string, BoardCard>
  /** The focus goes to this card. */
  onGo?: (name: string) => void
}

export type Grid = {
  /** For the element around all cards. */
  readonly place: RefObject<HTMLDivElement | null>
  readonly controls: BoardControls
  /** The one card that can be reached with Tab. */
  readonly stop: string | null
}

/** Keys and focus of a grid of cards, most of which do not exist while they are out of sight. */
export function useGrid(options: GridOptions): Grid {
  const commands = useCommands()
  const elements = useRef(new Map<string, HTMLElement>())
  const wantsFocus = useRef(false)
  const place = useRef<HTMLDivElement>(null)
  const hadFocus = useFocusWithin(place)
  const latest = useLatest(options)
  const stop = tabStop(options.shown, options.selection.focused)

  const controls = useMemo<BoardControls>(
    () => ({
      register(name, element) {
        elements.current.set(name, element)
        return () => {
          if (elements.current.get(name) === element) elements.current.delete(name)
        }
      },
      hasFocus: () => hadFocus.current || wantsFocus.current,
      extendTo: (name) => commands.select({ type: 'extend', name, shown: latest.current.shown }),
      press: (event, name) => {
        const goTo = (next: string) => {
          wantsFocus.current = true
          latest.current.onGo?.(next)
        }
        press(event, name, { ...latest.current, commands, goTo })
      },
    }),
    [commands, latest, hadFocus],
  )

  // A card that moved is another element in another lane: the focus it had goes with it.
  useLayoutEffect(() => {
    const lost = hadFocus.current && document.activeElement === document.body
    if (!(wantsFocus.current || lost) || stop === null) return
    wantsFocus.current = false
    elements.current.get(stop)?.focus({ preventScroll: true })
  })

  return { place, controls, stop }
}

/** Whether the focus is inside, or was in an element that has just been taken away. */
function useFocusWithin(place: RefObject<HTMLElement | null>): RefObject<boolean> {
  const within = useRef(false)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const enter = () => {
      within.current = true
    }
    const leave = ({ target }: FocusEvent) => {
      queueMicrotask(() => {
        if (target instanceof Node && target.isConnected)
          within.current = element.contains(document.activeElement)
      })
    }
    element.addEventListener('focusin', enter)
    element.addEventListener('focusout', leave)
    return () => {
      element.removeEventListener('focusin', enter)
      element.removeEventListener('focusout', leave)
    }
  }, [place])
  return within
}
