'use client'

import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { LANES, type Lane as LaneName } from '#lib/policy/index.ts'
import { useCommands } from '../editor-context.ts'
import { useLatest } from '../use-latest.ts'
import { useTouch } from '../use-media.ts'
import type { Lanes } from './board.ts'
import { BoardContext, type BoardControls } from './board-context.ts'
import { intentionOf } from './keys.ts'
import { Lane } from './lane.tsx'
import { neighbour, type Selection, type Shown, tabStop } from './selection.ts'

type BoardViewProps = {
  /** What the filters leave of `all`. */
  lanes: Lanes
  all: Lanes
  shown: Shown
  selection: Selection
  /** The inspector is open on the focused card. */
  inspecting: boolean
  editable: boolean
  activeLane: LaneName
  onActiveLane: (lane: LaneName) => void
}

/** The five lanes; arrows walk over all of them as over one list. */
export function BoardView(props: BoardViewProps) {
  const { lanes, selection, shown } = props
  const commands = useCommands()
  const touch = useTouch()
  const elements = useRef(new Map<string, HTMLElement>())
  const wantsFocus = useRef(false)
  const place = useRef<HTMLDivElement>(null)
  const hadFocus = useFocusWithin(place)
  const latest = useLatest({ ...props, commands })
  const stop = tabStop(shown, selection.focused)

  const controls = useMemo<BoardControls>(
    () => ({
      register(name, element) {
        elements.current.set(name, element)
        return () => {
          if (elements.current.get(name) === element) elements.current.delete(name)
        }
      },
      extendTo: (name) => commands.select({ type: 'extend', name, shown: latest.current.shown }),
      press: (event, name) => press(event, name, latest.current, wantsFocus),
    }),
    [commands, latest],
  )

  // A card that moved is another element in another lane: the focus it had goes with it.
  useLayoutEffect(() => {
    const lost = hadFocus.current && document.activeElement === document.body
    if (!(wantsFocus.current || lost) || stop === null) return
    wantsFocus.current = false
    elements.current.get(stop)?.focus({ preventScroll: true })
  })

  return (
    <BoardContext value={controls}>
      <div ref={place} data-board className="grid min-h-0 flex-1 grid-cols-1 gap-2 lg:grid-cols-5">
        {LANES.map((lane) => {
          const here = stop !== null && shown[lane].includes(stop) ? stop : null
          return (
            <Lane
              key={lane}
              lane={lane}
              cards={lanes[lane]}
              total={props.all[lane].length}
              selected={selection.selected}
              tabStop={here}
              inspected={props.inspecting ? here : null}
              editable={props.editable}
              touch={touch}
              active={lane === props.activeLane}
            />
          )
        })}
      </div>
    </BoardContext>
  )
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

type Pressed = BoardViewProps & { commands: ReturnType<typeof useCommands> }

function press(event: KeyboardEvent, name: string, board: Pressed, wantsFocus: { current: boolean }): void {
  const { key, shiftKey: shift, altKey: alt } = event
  const intention = intentionOf({ key, shift, alt, mod: event.ctrlKey || event.metaKey })
  if (intention === null) return
  const { commands, shown } = board
  event.preventDefault()
  switch (intention.type) {
    case 'go': {
      const next = neighbour(shown, name, intention.direction)
      if (next === null) return
      wantsFocus.current = true
      commands.select(
        intention.extend ? { type: 'extend', name: next, shown } : { type: 'focus', name: next },
      )
      const lane = LANES.find((lane) => shown[lane].includes(next))
      if (lane !== undefined) board.onActiveLane(lane)
      break
    }
    case 'toggle':
      commands.select({ type: 'toggle', name })
      break
    case 'all':
      commands.select({ type: 'all', shown })
      break
    case 'clear':
      if (board.selection.selected.size > 0) commands.select({ type: 'clear' })
      else if (board.inspecting) commands.inspect(null)
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
  }
}
