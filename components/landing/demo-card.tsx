'use client'

import { clsx } from 'clsx'
import { Ellipsis } from 'lucide-react'
import { EFFECTS } from '#components/effect.tsx'
import { RiskBadge } from '#components/risk-badge.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '#components/ui/menu.tsx'
import { LANES, type Lane } from '#lib/policy/index.ts'
import { laneOfKey, useDraggable } from './demo-drag.ts'
import type { DemoCard as Card } from './demo-state.ts'

type DemoCardProps = {
  card: Card
  lane: Lane
  onMove: (tool: string, to: Lane) => void
  onCall: (tool: string, times: number) => void
}

/** One tool. Drag it, open its menu, or press 1 to 5 while it has the focus: all send the same command. */
export function DemoCard({ card, lane, onMove, onCall }: DemoCardProps) {
  const { tool, placement } = card
  const { ref, dragging } = useDraggable(tool.name)
  return (
    <li
      ref={ref}
      className={clsx(
        'group relative flex min-h-11 cursor-grab items-center gap-2 rounded-md border border-line bg-surface py-1 pr-1 pl-2.5 transition-colors hover:border-line-strong active:cursor-grabbing',
        placement.byDefault && 'border-dashed',
        dragging && 'opacity-40',
      )}
    >
      <div className="min-w-0 flex-1">
        <p className="code truncate text-12" title={tool.name}>
          {tool.name}
        </p>
        <p className="flex items-center gap-1.5">
          <RiskBadge severity={tool.severity} category={tool.category} className="-ml-0.5 scale-90" />
          <span className="truncate text-12 text-ink-3">{placement.summary}</span>
        </p>
      </div>
      <Menu
        trigger={
          <button
            type="button"
            data-tool={tool.name}
            aria-label={`Move ${tool.name}`}
            onKeyDown={(event) => {
              const to = laneOfKey(event.key)
              if (to) onMove(tool.name, to)
            }}
            className="flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink data-popup-open:bg-hover coarse:size-10"
          >
            <Ellipsis aria-hidden className="size-4" />
          </button>
        }
      >
        <MenuLabel>Move to</MenuLabel>
        {LANES.map((to, index) => {
          const Icon = EFFECTS[to].icon
          return (
            <MenuItem
              key={to}
              icon={<Icon aria-hidden />}
              hint={<Kbd>{index + 1}</Kbd>}
              disabled={to === lane}
              onSelect={() => onMove(tool.name, to)}
            >
              {EFFECTS[to].word}
            </MenuItem>
          )
        })}
        <MenuSeparator />
        <MenuLabel>Try it</MenuLabel>
        <MenuItem onSelect={() => onCall(tool.name, 1)}>Call it once</MenuItem>
        <MenuItem onSelect={() => onCall(tool.name, 31)}>Call it 31 times</MenuItem>
      </Menu>
    </li>
  )
}
