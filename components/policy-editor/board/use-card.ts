'use client'

import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef, useState } from 'react'
import { useCommands } from '../editor-context.ts'
import { useBoard } from './board-context.ts'

/**
 * What a card and a row of the table do alike with pointer, keys and focus.
 * @param awaited the focus is on its way here: what it brings along is drawn at once
 */
export function useCard(name: string, editable: boolean, awaited = false) {
  const commands = useCommands()
  const board = useBoard()
  // The controls of a card exist while someone is near it: a hundred menus at rest cost a slow board.
  const [near, setNear] = useState(awaited)
  // Known from its events: asking the element for `:hover` would have the browser work out all styles.
  const hovered = useRef(false)
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
    onBlur: () => setNear(hovered.current),
    onContextMenu: (event: MouseEvent) => {
      if (!editable) return
      event.preventDefault()
      commands.openMenu(name, event.currentTarget)
    },
    onPointerEnter: () => {
      hovered.current = true
      setNear(true)
    },
    onPointerLeave: (event: PointerEvent) => {
      hovered.current = false
      setNear(event.currentTarget.contains(document.activeElement))
    },
  }
  return { near, events }
}

/** A press on something inside the card that acts by itself, or on what that opened elsewhere on the page. */
function isControl(target: Element, card: Element): boolean {
  return !card.contains(target) || target.closest('a, button, select, input, [role="checkbox"]') !== null
}
