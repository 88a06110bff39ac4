'use client'

import { type FocusEvent, type KeyboardEvent, type MouseEvent, type PointerEvent, useState } from 'react'
import { useCommands } from '../editor-context.ts'
import { useBoard } from './board-context.ts'

/** What a card and a row of the table do alike with pointer, keys and focus. */
export function useCard(name: string, editable: boolean) {
  const commands = useCommands()
  const board = useBoard()
  // The controls of a card exist while someone is near it: a hundred menus at rest cost a slow board.
  const [near, setNear] = useState(false)
  const events = {
    onClick: (event: MouseEvent) => {
      if (!(event.target instanceof Element) || isControl(event.target, event.currentTarget)) return
      if (event.shiftKey) board.extendTo(name)
      else if (event.ctrlKey || event.metaKey) commands.select({ type: 'toggle', name })
      else commands.inspect(name)
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.target === event.currentTarget) board.press(event, name)
    },
    onFocus: () => {
      setNear(true)
      commands.select({ type: 'focus', name })
    },
    onBlur: (event: FocusEvent) => setNear(event.currentTarget.matches(':hover')),
    onContextMenu: (event: MouseEvent) => {
      if (!editable) return
      event.preventDefault()
      commands.openMenu(name, event.currentTarget)
    },
    onPointerEnter: () => setNear(true),
    onPointerLeave: (event: PointerEvent) => setNear(event.currentTarget.contains(document.activeElement)),
  }
  return { near, events }
}

/** A press on something inside the card that acts by itself, or on what that opened elsewhere on the page. */
function isControl(target: Element, card: Element): boolean {
  return !card.contains(target) || target.closest('a, button, select, input, [role="checkbox"]') !== null
}
