'use client'

import { clsx } from 'clsx'
import { Ellipsis } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, memo, useEffect, useRef, useState } from 'react'
import { RiskBadge } from '#components/risk-badge.tsx'
import { iconButtonStyle } from '#components/ui/button-style.ts'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { dragCard } from '../drag.ts'
import { useCommands } from '../editor-context.ts'
import { type Card, isGhost } from './board.ts'
import { useBoard } from './board-context.ts'
import { CardNote } from './card-note.tsx'
import { cellRole, rowRole } from './grid-roles.ts'

type ToolCardProps = {
  card: Card
  /** Place in its lane, from 0, and where that is in pixels. */
  row: number
  top: number
  selected: boolean
  /** Holds the board's one tab stop. */
  tabbable: boolean
  editable: boolean
  /** A finger does not hover: its controls are always there. */
  touch: boolean
}

/** One tool, 44 px high: its name, how severe, and what the policy does with it. */
export const ToolCard = memo(function ToolCard(props: ToolCardProps) {
  const { card, selected, editable } = props
  const { name, placement } = card
  const element = useRef<HTMLTableRowElement>(null)
  const commands = useCommands()
  const board = useBoard()
  // The controls of a card exist while someone is near it: a hundred menus at rest cost a slow board.
  const [near, setNear] = useState(false)

  useEffect(() => {
    const node = element.current
    if (node === null) return
    const forget = board.register(name, node)
    const stop = editable ? dragCard(node, () => commands.movedWith(name)) : undefined
    return () => {
      forget()
      stop?.()
    }
  }, [board, commands, name, editable])

  function press(event: MouseEvent) {
    if (!(event.target instanceof Element) || isControl(event.target, event.currentTarget)) return
    if (event.shiftKey) board.extendTo(name)
    else if (event.ctrlKey || event.metaKey) commands.select({ type: 'toggle', name })
    else commands.inspect(name)
  }

  return (
    <tr
      ref={element}
      {...rowRole(props.row, selected)}
      data-tool={name}
      title={name}
      tabIndex={props.tabbable ? 0 : -1}
      onClick={press}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.target === event.currentTarget) board.press(event, name)
      }}
      onFocus={() => {
        setNear(true)
        commands.select({ type: 'focus', name })
      }}
      onBlur={(event) => setNear(event.currentTarget.matches(':hover'))}
      onContextMenu={(event) => {
        if (!editable) return
        event.preventDefault()
        commands.openMenu(name, event.currentTarget)
      }}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={(event) => setNear(event.currentTarget.contains(document.activeElement))}
      style={{ transform: `translateY(${props.top}px)` }}
      className={clsx(
        'absolute block inset-x-0 top-0 h-11 cursor-default select-none scroll-my-12 rounded-md border bg-surface outline-offset-1 transition-[background-color,border-color,box-shadow]',
        placement.byDefault || isGhost(card)
          ? 'border-line-strong border-dashed bg-transparent'
          : 'border-line',
        selected ? 'border-accent ring-1 ring-accent' : 'hover:border-line-strong',
        'data-dragging:opacity-40',
      )}
    >
      <td {...cellRole} className="flex h-full flex-col justify-center gap-px px-2">
        <span
          className={clsx('code truncate font-medium text-13 leading-[1.125rem]', isGhost(card) && 'italic')}
        >
          {name}
        </span>
        <span className="flex h-5 min-w-0 items-center gap-1.5">
          {card.tool === null ? null : (
            <RiskBadge
              severity={card.tool.severity}
              category={card.tool.category}
              {...(near ? { evidence: card.tool.evidence } : {})}
            />
          )}
          <CardNote card={card} />
        </span>
        {editable && (near || selected || props.touch) ? <Controls name={name} selected={selected} /> : null}
      </td>
    </tr>
  )
})

/** A press on something inside the card that acts by itself, or on what that opened elsewhere on the page. */
function isControl(target: Element, card: Element): boolean {
  return !card.contains(target) || target.closest('button, [role="checkbox"], input') !== null
}

function Controls({ name, selected }: { name: string; selected: boolean }) {
  const commands = useCommands()
  const board = useBoard()
  return (
    <span className="absolute right-0.5 bottom-0.5 flex items-center gap-1 rounded-sm bg-surface pl-1.5">
      <Checkbox
        tabIndex={-1}
        aria-label={`Select ${name}`}
        checked={selected}
        onCheckedChange={(_, { event }) => {
          if ('shiftKey' in event && event.shiftKey) board.extendTo(name)
          else commands.select({ type: 'toggle', name })
        }}
      />
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Move ${name}`}
        aria-haspopup="menu"
        className={clsx(iconButtonStyle('quiet', 'sm'), 'size-6')}
        onClick={(event) => commands.openMenu(name, event.currentTarget)}
      >
        <Ellipsis aria-hidden />
      </button>
    </span>
  )
}
