'use client'

import { clsx } from 'clsx'
import { Ellipsis } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, memo, useEffect, useRef, useState } from 'react'
import { RiskBadge } from '#components/risk-badge.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { dragCard } from '../drag.ts'
import { useCommands } from '../editor-context.ts'
import { type Card, isGhost } from './board.ts'
import { useBoard } from './board-context.ts'
import { CardNote, hasNote } from './card-note.tsx'
import { cellRole, rowRole } from './grid-roles.ts'

type ToolCardProps = {
  card: Card
  /** Place in its lane, from 0, and where that is in pixels. */
  row: number
  top: number
  selected: boolean
  /** Holds the board's one tab stop. */
  tabbable: boolean
  /** The inspector shows it. */
  inspected: boolean
  editable: boolean
  /** A finger does not hover: its controls are always there. */
  touch: boolean
}

/** One tool, 44 px high: its name, how severe, and what the policy does with it. */
export const ToolCard = memo(function ToolCard(props: ToolCardProps) {
  const { card, selected, editable, touch } = props
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
      aria-current={props.inspected || undefined}
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
        'absolute inset-x-0 block top-0 h-11 cursor-default select-none scroll-my-12 rounded-md border bg-surface outline-offset-1 transition-[background-color,border-color,box-shadow]',
        placement.byDefault || isGhost(card)
          ? 'border-line-strong border-dashed bg-transparent'
          : 'border-line',
        selected ? 'border-accent ring-1 ring-accent' : 'hover:border-line-strong',
        props.inspected && !selected && 'border-ink-3 ring-1 ring-ink-3',
        'data-dragging:opacity-40',
      )}
    >
      <td
        {...cellRole}
        className={clsx(
          'flex h-full flex-col justify-center gap-px px-1.5 @min-[10rem]:px-2',
          touch && editable && 'pr-12 @min-[18rem]:pr-24',
        )}
      >
        <span
          className={clsx(
            'code truncate font-medium text-12 leading-4 @min-[10rem]:text-13 @min-[10rem]:leading-4',
            isGhost(card) && 'italic',
          )}
        >
          {name}
        </span>
        <span className="flex h-5 min-w-0 items-center gap-1.5">
          {card.tool === null ? null : (
            <RiskBadge
              severity={card.tool.severity}
              category={card.tool.category}
              shrinks={hasNote(card)}
              {...(near ? { evidence: card.tool.evidence } : {})}
            />
          )}
          <CardNote card={card} />
        </span>
        {editable && (near || selected || touch) ? (
          <CardControls name={name} selected={selected} touch={touch} />
        ) : null}
      </td>
    </tr>
  )
})

/** A press on something inside the card that acts by itself, or on what that opened elsewhere on the page. */
function isControl(target: Element, card: Element): boolean {
  return !card.contains(target) || target.closest('button, [role="checkbox"], input') !== null
}

type CardControlsProps = { name: string; selected: boolean; touch: boolean }

function CardControls({ name, selected, touch }: CardControlsProps) {
  const commands = useCommands()
  const board = useBoard()
  return (
    <span
      className={clsx(
        'absolute flex items-center rounded-sm bg-surface',
        touch ? 'inset-y-0 right-0' : 'right-1 bottom-[3px] h-5 gap-2 pl-2',
      )}
    >
      <span className={clsx('flex', touch && 'h-full w-11 items-center justify-center @max-[18rem]:hidden')}>
        <Checkbox
          tabIndex={-1}
          aria-label={`Select ${name}`}
          checked={selected}
          onCheckedChange={(_, { event }) => {
            if ('shiftKey' in event && event.shiftKey) board.extendTo(name)
            else commands.select({ type: 'toggle', name })
          }}
        />
      </span>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Move ${name}`}
        aria-haspopup="menu"
        className={clsx(
          'relative flex items-center justify-center rounded-sm text-ink-2 hover:bg-hover hover:text-ink [&_svg]:size-4',
          touch ? 'h-full w-11' : 'size-5 after:absolute after:-inset-1',
        )}
        onClick={(event) =>
          commands.openMenu(name, event.currentTarget.closest('[data-tool]') ?? event.currentTarget)
        }
      >
        <Ellipsis aria-hidden />
      </button>
    </span>
  )
}
