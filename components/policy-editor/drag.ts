// The only file that knows the drag library. It turns pointer drags into "these tools, that lane";
// what a drop does is the board's business, the same as for a key or a menu.

import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { pointerOutsideOfPreview } from '@atlaskit/pragmatic-drag-and-drop/element/pointer-outside-of-preview'
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview'
import type { Lane } from '#lib/policy/index.ts'
import { edgeScroll } from './edge-scroll.ts'
import { figure } from './words.ts'

type Stop = () => void
const TOOLS = Symbol('tools')
const LANE = Symbol('lane')

/**
 * Makes a card draggable.
 * @param tools asked as the drag starts: the card's own name, or the selection it belongs to
 */
export function dragCard(element: HTMLElement, tools: () => readonly string[]): Stop {
  return draggable({
    element,
    getInitialData: () => ({ [TOOLS]: tools() }),
    onGenerateDragPreview: ({ nativeSetDragImage, source }) =>
      setCustomNativeDragPreview({
        nativeSetDragImage,
        getOffset: pointerOutsideOfPreview({ x: '12px', y: '8px' }),
        render: ({ container }) => {
          container.append(preview(toolsIn(source.data)))
        },
      }),
  })
}

/**
 * Makes an element one of the drop targets: a lane, or its tab on a small screen.
 * @param list scrolls while a card is held near its upper or lower edge
 */
export function dropLane(
  element: HTMLElement,
  lane: Lane,
  over: (isOver: boolean) => void,
  list?: HTMLElement,
): Stop {
  const scroll = list && edgeScroll(list)
  const left = () => {
    over(false)
    scroll?.leave()
  }
  return dropTargetForElements({
    element,
    canDrop: ({ source }) => toolsIn(source.data).length > 0,
    getData: () => ({ [LANE]: lane }),
    onDragEnter: () => {
      over(true)
      scroll?.enter()
    },
    onDrag: ({ location }) => scroll?.at(location.current.input.clientY),
    onDragLeave: left,
    onDrop: left,
  })
}

export type DragWatcher = {
  started: (tools: readonly string[]) => void
  /** `lane` is null while the pointer is over none. */
  moved: (tools: readonly string[], lane: Lane | null) => void
  /** `lane` is null where the drag was cancelled or dropped beside the board. */
  ended: (tools: readonly string[], lane: Lane | null) => void
}

// Browsers tell many times a second that a drag goes on, and over what. React listens to nothing of it, and
// would walk its tree each time to find out; the drag library hears of it at the window, as we do.
const REPEATED = ['drag', 'dragover', 'dragenter', 'dragleave'] as const

/** Watches all drags of cards on the page. */
export function watchDrags(watcher: DragWatcher): Stop {
  return watchPointer({
    started: (tools) => {
      for (const type of REPEATED) addEventListener(type, stopHere, { capture: true })
      watcher.started(tools)
    },
    moved: watcher.moved,
    ended: (tools, lane) => {
      for (const type of REPEATED) removeEventListener(type, stopHere, { capture: true })
      watcher.ended(tools, lane)
    },
  })
}

function stopHere(event: Event): void {
  event.stopPropagation()
}

function watchPointer(watcher: DragWatcher): Stop {
  return monitorForElements({
    canMonitor: ({ source }) => toolsIn(source.data).length > 0,
    onDragStart: ({ source }) => watcher.started(toolsIn(source.data)),
    onDropTargetChange: ({ source, location }) =>
      watcher.moved(toolsIn(source.data), laneIn(location.current.dropTargets)),
    onDrop: ({ source, location }) =>
      watcher.ended(toolsIn(source.data), laneIn(location.current.dropTargets)),
  })
}

function toolsIn(source: Record<string | symbol, unknown>): readonly string[] {
  const tools = source[TOOLS]
  return Array.isArray(tools) ? tools.filter((name) => typeof name === 'string') : []
}

function laneIn(targets: readonly { data: Record<string | symbol, unknown> }[]): Lane | null {
  const lane = targets[0]?.data[LANE]
  return isLane(lane) ? lane : null
}

function isLane(value: unknown): value is Lane {
  return value === 'allow' || value === 'limit' || value === 'approve' || value === 'deny' || value === 'hide'
}

// A native drag image is a picture taken once, so it is plain DOM: no React root for one frame.
function preview(tools: readonly string[]): HTMLElement {
  const card = document.createElement('div')
  card.className =
    'flex items-center gap-2 rounded-md border border-line bg-raised px-2.5 py-1.5 text-13 text-ink shadow-float'
  const name = document.createElement('span')
  name.className = 'code font-medium'
  name.textContent = tools[0] ?? ''
  card.append(name)
  if (tools.length > 1) {
    const count = document.createElement('b')
    count.className = 'rounded-sm bg-ink px-1.5 font-medium text-12 text-on-ink'
    count.textContent = figure(tools.length)
    card.append(count)
  }
  return card
}
