'use client'

import { clsx } from 'clsx'
import { memo, startTransition, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { dragCard } from '../drag.ts'
import { useCommands } from '../editor-context.ts'
import type { ToolDetails } from '../model.ts'
import { type BoardCard, isGhost, isPattern } from './board.ts'
import { useBoard } from './board-context.ts'
import { CardControls } from './card-controls.tsx'
import { CardFace } from './card-face.tsx'
import { cellRole, rowRole } from './grid-roles.ts'
import { useCard } from './use-card.ts'

type ToolCardProps = {
  card: BoardCard
  /** Calls in 7 days; null where nothing is counted for it. */
  calls: number | null
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

/** One tool or pattern, 44 px high. */
export const ToolCard = memo(function ToolCard(props: ToolCardProps) {
  const { card, selected, editable, touch } = props
  const { name, placement } = card
  const element = useRef<HTMLTableRowElement>(null)
  const commands = useCommands()
  const board = useBoard()
  const { near, events } = useCard(name, editable, props.tabbable && board.hasFocus())
  const evidence = useEvidence(name, near)
  const unsure = placement.byDefault || isGhost(card)

  // Before the board looks for whatever shall have the focus.
  useLayoutEffect(
    () => (element.current === null ? undefined : board.register(name, element.current)),
    [board, name],
  )
  useEffect(() => {
    if (element.current !== null && editable) return dragCard(element.current, () => commands.movedWith(name))
  }, [commands, name, editable])

  return (
    <tr
      ref={element}
      {...rowRole(props.row, selected)}
      data-tool={name}
      data-pattern={isPattern(card) || undefined}
      title={name}
      aria-current={props.inspected || undefined}
      tabIndex={props.tabbable ? 0 : -1}
      {...events}
      style={{ transform: `translateY(${props.top}px)` }}
      className={clsx(
        'absolute inset-x-0 block top-0 h-11 cursor-default select-none scroll-my-12 rounded-md border outline-offset-1 transition-[background-color,border-color,box-shadow]',
        unsure && 'border-line-strong border-dashed bg-transparent',
        isPattern(card) && !unsure && 'border-line bg-hover',
        !unsure && !isPattern(card) && 'border-line bg-surface',
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
        <CardFace
          card={card}
          calls={props.calls}
          crowded={editable && !touch && (near || selected)}
          evidence={evidence}
        />
        {editable && (near || selected || touch) ? (
          <CardControls name={name} selected={selected} touch={touch} ghost={isGhost(card)} />
        ) : null}
      </td>
    </tr>
  )
})

/** What floats over the badge of a card that someone is near: it can wait until the card stands. */
function useEvidence(name: string, near: boolean): ToolDetails['evidence'] | null {
  const commands = useCommands()
  const [evidence, setEvidence] = useState<ToolDetails['evidence'] | null>(null)
  useEffect(() => {
    if (near) startTransition(() => setEvidence(commands.detailsOf(name)?.evidence ?? null))
  }, [commands, name, near])
  return near ? evidence : null
}
