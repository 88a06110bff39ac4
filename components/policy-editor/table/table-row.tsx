'use client'

import { clsx } from 'clsx'
import { Link2 } from 'lucide-react'
import { memo, type ReactNode, useLayoutEffect, useRef } from 'react'
import { RiskBadge } from '#components/risk-badge.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { type BoardCard, isGhost, isPattern, patternOf } from '../board/board.ts'
import { useBoard } from '../board/board-context.ts'
import { ChangedChip, ruleWords } from '../board/card-note.tsx'
import { cellRoleAt, rowRole } from '../board/grid-roles.ts'
import { useCard } from '../board/use-card.ts'
import { useCommands } from '../editor-context.ts'
import { BaselineMark } from '../organisation-baseline.tsx'
import { countOf, figure } from '../words.ts'
import { COLUMNS, type Column, ROW_GRID } from './columns.ts'
import { LaneSelect } from './lane-select.tsx'

type TableRowProps = {
  card: BoardCard
  /** Calls in 7 days; null where nothing is counted for it. */
  calls: number | null
  /** Place among the rows, from 0, where that is and how high, in pixels. */
  row: number
  top: number
  height: number
  selected: boolean
  tabbable: boolean
  inspected: boolean
  editable: boolean
}

/** One tool or pattern as a row. */
export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { card, selected, editable } = props
  const { name } = card
  const element = useRef<HTMLTableRowElement>(null)
  const board = useBoard()
  const { near, events } = useCard(name, editable)
  // Before the board looks for whatever shall have the focus.
  useLayoutEffect(
    () => (element.current === null ? undefined : board.register(name, element.current)),
    [board, name],
  )
  return (
    <tr
      ref={element}
      // The head is the first row.
      {...rowRole(props.row + 1, selected)}
      data-tool={name}
      data-pattern={isPattern(card) || undefined}
      aria-current={props.inspected || undefined}
      tabIndex={props.tabbable ? 0 : -1}
      {...events}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
      className={clsx(
        ROW_GRID,
        'absolute inset-x-0 top-0 cursor-default scroll-my-12 border-line border-b -outline-offset-2',
        selected ? 'bg-hover shadow-[inset_2px_0_var(--accent)]' : 'hover:bg-hover',
        props.inspected && 'bg-pressed',
      )}
    >
      {COLUMNS.map((column, at) => (
        <td
          key={column.id}
          {...cellRoleAt(at)}
          className={clsx('flex min-w-0 items-center px-2 text-13', column.style)}
        >
          <CellContent {...props} near={near} column={column.id} />
        </td>
      ))}
    </tr>
  )
})

type CellProps = TableRowProps & { near: boolean; column: Column['id'] }

function CellContent(props: CellProps): ReactNode {
  const { card, calls, near } = props
  const commands = useCommands()
  switch (props.column) {
    case 'select':
      return props.editable ? (
        <Checkbox
          tabIndex={-1}
          aria-label={`Select ${card.name}`}
          checked={props.selected}
          onCheckedChange={() => commands.select({ type: 'toggle', name: card.name })}
        />
      ) : null
    case 'tool':
      return <ToolCell card={card} />
    case 'lane':
      return (
        <LaneSelect
          name={card.name}
          lane={card.placement.lane}
          byDefault={card.placement.byDefault}
          editable={props.editable}
          tabbable={props.tabbable}
          onMove={(to) => commands.move(commands.movedWith(card.name), to)}
        />
      )
    case 'risk':
      return card.tool === null ? null : (
        <RiskBadge
          severity={card.tool.severity}
          category={card.tool.category}
          override={card.tool.override ?? null}
          {...(near ? evidenceOf(commands.detailsOf(card.name)) : {})}
        />
      )
    case 'category':
      return <span className="truncate text-ink-2">{card.tool?.category}</span>
    case 'rules':
      return <RulesCell card={card} />
    case 'calls':
      return calls === null ? null : (
        <span className={calls === 0 ? 'text-ink-3' : 'text-ink'}>{figure(calls)}</span>
      )
    case 'state':
      return <StateCell card={card} />
  }
}

function evidenceOf<Evidence>(details: { readonly evidence: Evidence } | null) {
  return details === null ? {} : { evidence: details.evidence }
}

function ToolCell({ card }: { card: BoardCard }) {
  const pattern = patternOf(card)
  return (
    <span className="flex min-w-0 flex-col">
      <span className="flex min-w-0 items-center gap-1">
        {pattern === null ? null : (
          <Link2 role="img" aria-label={`By the pattern ${pattern}`} className="size-3 shrink-0 text-ink-3" />
        )}
        <span className={clsx('code truncate font-medium', isGhost(card) && 'italic')} title={card.name}>
          {card.name}
        </span>
        {card.tool === null ? null : <BaselineMark tool={card.tool} />}
      </span>
      {card.tool === null ? null : (
        <span className="hidden items-center gap-1.5 @max-[34rem]:flex">
          <RiskBadge
            severity={card.tool.severity}
            category={card.tool.category}
            override={card.tool.override ?? null}
          />
          <span className="truncate text-12 text-ink-2">{card.tool.category}</span>
        </span>
      )}
    </span>
  )
}

function RulesCell({ card }: { card: BoardCard }) {
  const { placement, governs } = card
  const pattern = patternOf(card)
  const words = [
    governs === null ? '' : governs === 0 ? 'Matches no tool' : `For ${countOf(governs, 'tool')}`,
    ruleWords(card),
    placement.byDefault ? 'by default' : '',
  ].filter(Boolean)
  return (
    <span className="truncate text-ink-2">
      {words.join(' · ')}
      {pattern === null ? null : (
        <span className="code text-12 text-ink-3">
          {words.length === 0 ? '' : ' · '}
          {pattern}
        </span>
      )}
    </span>
  )
}

function StateCell({ card }: { card: BoardCard }) {
  if (isPattern(card)) return <Badge>Pattern</Badge>
  if (isGhost(card)) return <Badge dashed>Not on server</Badge>
  if (card.tool?.state === 'changed') return <ChangedChip name={card.name} />
  if (card.tool?.state === 'new') return <Badge title="Refused until it is accepted">New</Badge>
  return <span className="text-ink-3">Accepted</span>
}
