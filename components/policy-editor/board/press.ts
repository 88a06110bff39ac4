// What a key on a card does: the same on the board and in the table.
import type { KeyboardEvent } from 'react'
import type { EditorCommands } from '../editor-context.ts'
import { type BoardCard, isGhost } from './board.ts'
import { intentionOf } from './keys.ts'
import { neighbour, type Selection, type Shown } from './selection.ts'

export type Pressed = {
  readonly commands: EditorCommands
  readonly shown: Shown
  readonly selection: Selection
  /** The inspector is open on the focused card. */
  readonly inspecting: boolean
  readonly cards: ReadonlyMap<string, BoardCard>
  /** The focus is about to go to another card. */
  readonly goTo: (name: string) => void
}

/** Does what a key on the card `name` means; any other key stays the browser's. */
export function press(event: KeyboardEvent, name: string, view: Pressed): void {
  const { key, shiftKey: shift, altKey: alt } = event
  const intention = intentionOf({ key, shift, alt, mod: event.ctrlKey || event.metaKey })
  if (intention === null) return
  const { commands, shown, selection } = view
  event.preventDefault()
  switch (intention.type) {
    case 'go': {
      const next = neighbour(shown, name, intention.direction)
      if (next === null) return
      view.goTo(next)
      commands.select(
        intention.extend ? { type: 'extend', name: next, shown } : { type: 'focus', name: next },
      )
      break
    }
    case 'toggle':
      commands.select({ type: 'toggle', name })
      break
    case 'all':
      commands.selectAll()
      break
    case 'clear':
      if (selection.selected.size > 0) commands.select({ type: 'clear' })
      else if (view.inspecting) commands.inspect(null)
      break
    case 'move':
      commands.move(commands.movedWith(name), intention.to)
      break
    case 'menu':
      commands.openMenu(name, event.currentTarget)
      break
    case 'inspect':
      commands.inspect(name)
      break
    case 'forget': {
      const ghosts = commands.movedWith(name).filter((each) => {
        const card = view.cards.get(each)
        return card !== undefined && isGhost(card)
      })
      if (ghosts.length > 0) commands.forget(ghosts)
      break
    }
  }
}
