'use client'

import { type ActionDispatch, useMemo } from 'react'
import { type Command, edit, locatePointer, type Policy, parsePolicyText } from '#lib/policy/index.ts'
import { movedWith, type Selection, type SelectionAction } from './board/selection.ts'
import { type BoardModel, selectableIn } from './board/use-board.ts'
import { type Draft, type DraftAction, takesCommands } from './draft/draft.ts'
import type { EditorCommands } from './editor-context.ts'
import type { MenuTarget } from './move-menu.tsx'
import type { Announce } from './use-announcer.ts'
import type { Details } from './use-details.ts'
import { useLatest } from './use-latest.ts'
import type { Panels } from './use-panels.ts'
import { countOf, laneName, movedSentence } from './words.ts'

type Sources = {
  draft: Draft
  model: BoardModel
  details: Details
  selection: Selection
  panels: Panels
  editable: boolean
  dispatch: ActionDispatch<[DraftAction]>
  select: ActionDispatch<[SelectionAction]>
  setMenu: (target: MenuTarget | null) => void
  announce: Announce
}

const BROKEN = 'The text has an error. Correct it in the code first.'

/** The one set of things a view can ask for. It reads the latest state when asked, so it never changes itself. */
export function useEditorCommands(sources: Sources): EditorCommands {
  const latest = useLatest(sources)
  return useMemo<EditorCommands>(() => {
    const now = () => latest.current
    /** False, and said, where an edit would be an edit of a text that means nothing. */
    const mayEdit = () => {
      const { editable, draft, announce } = now()
      if (!editable) return false
      if (takesCommands(draft)) return true
      announce('state', BROKEN)
      return false
    }
    return {
      move: (tools, to) => {
        const { model, dispatch, select, selection, announce } = now()
        if (!mayEdit()) return
        const placed = tools.flatMap((name) => model.board.cards.get(name) ?? [])
        const moving = placed.filter(({ placement }) => placement.lane !== to || placement.byDefault)
        const [first] = moving
        if (first === undefined) return announce('move', `Already in ${laneName(to)}.`)
        const names = moving.map((card) => card.name)
        const said = movedSentence(names, names.length === 1 ? first.placement.lane : null, to)
        dispatch({ type: 'command', command: { type: 'move', tools: names, to }, said })
        if (selection.selected.size > 0) select({ type: 'clear' })
      },
      run: (command, said, label) => {
        const replaces = command.type === 'replace' && now().editable
        if (replaces || mayEdit())
          now().dispatch({
            type: 'command',
            command,
            ...(said === undefined ? {} : { said }),
            ...(label === undefined ? {} : { label }),
          })
      },
      refusalOf: (command) => {
        const { text, format } = now().draft
        const parsed = parsePolicyText(edit(text, command, format).text, format)
        return parsed.ok ? null : parsed.issues[0].message
      },
      undo: () => now().editable && now().dispatch({ type: 'undo' }),
      redo: () => now().editable && now().dispatch({ type: 'redo' }),
      movedWith: (name) => movedWith(now().selection, name),
      select: (action) => {
        // A card that had the focus and gets it again, in another place, is nothing new.
        if (action.type !== 'focus' || action.name !== now().selection.focused) now().select(action)
      },
      selectAll: () => now().select({ type: 'all', names: selectableIn(now().model) }),
      forget: (names) => {
        const { draft, dispatch, select } = now()
        if (!mayEdit() || draft.good === null) return
        const commands = removals(draft.good.policy, names)
        const what = names.length === 1 ? names[0] : countOf(names.length, 'tool')
        dispatch({ type: 'commands', commands, label: `Remove ${what} from the policy` })
        select({ type: 'clear' })
      },
      detailsOf: (name) => {
        const { byName, load } = now().details
        if (byName === null) load()
        return byName?.get(name) ?? null
      },
      inspect: (name) => {
        if (name !== null) now().select({ type: 'focus', name })
        now().panels.openSide(name === null ? null : 'tool')
        if (name === null) focusCard(now().selection.focused)
      },
      inspectPolicy: () => now().panels.openSide('policy'),
      openMenu: (name, anchor) => now().setMenu({ name, tools: movedWith(now().selection, name), anchor }),
      showInCode: (pointer) => {
        const { draft, panels } = now()
        const span = locatePointer(draft.text, pointer, draft.format)
        if (span === null) panels.openCode(true)
        else panels.revealInCode({ ...span, focus: true })
      },
    }
  }, [latest])
}

/** What takes these names out of a document. From the end of the list, so that no place moves before its turn. */
function removals(policy: Policy, names: readonly string[]): readonly Command[] {
  const gone = new Set(names)
  const hidden = policy.hide.flatMap((name, index) => (gone.has(name) ? [index] : [])).reverse()
  return [
    ...hidden.map((index): Command => ({ type: 'remove', pointer: `/hide/${index}` })),
    ...names
      .filter((name) => policy.tools.has(name))
      .map((tool): Command => ({ type: 'remove-entry', tool })),
  ]
}

/** A card's element, where it is mounted. */
export function cardElement(name: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-tool="${CSS.escape(name)}"]`)
}

export function focusCard(name: string | null): void {
  if (name !== null) cardElement(name)?.focus({ preventScroll: true })
}
