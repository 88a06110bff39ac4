'use client'

import Link from 'next/link'
import { type ReactNode, useEffect, useRef } from 'react'
import { EFFECTS } from '#components/effect.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { MenuLabel } from '#components/ui/menu.tsx'
import { FloatingMenu, MenuItem, MenuLink, MenuSeparator } from '#components/ui/menu-parts.tsx'
import { LANES, type Lane } from '#lib/policy/index.ts'
import { cardElement } from './use-commands.ts'
import { countOf } from './words.ts'

export type MenuTarget = {
  readonly name: string
  readonly tools: readonly string[]
  readonly anchor: Element
}

type MoveMenuProps = {
  /** Null while closed. */
  target: MenuTarget | null
  /** The lane of the card it was opened on. */
  current: Lane | null
  /** True where the policy has an entry for this very tool. */
  named: boolean
  onClose: () => void
  onMove: (tools: readonly string[], to: Lane) => void
  selected: boolean
  onSelect: (name: string) => void
  onInspect: (name: string) => void
  onShowInCode: (name: string) => void
  onForget: (name: string) => void
  /** True where the server does not offer the tool. */
  gone: boolean
  /** Where the definition changed: the page that shows how. */
  changeHref: string | null
}

/** The key for the same, where there are keys. */
function Hint({ children }: { children: ReactNode }) {
  return (
    <span className="coarse:hidden">
      <Kbd>{children}</Kbd>
    </span>
  )
}

/** The board's one menu, opened beside whichever card asks: the way to move that needs neither drag nor keys. */
export function MoveMenu(props: MoveMenuProps) {
  const { target } = props
  const last = useRef<string | null>(null)
  useEffect(() => {
    if (target !== null) last.current = target.name
  }, [target])
  const many = target !== null && target.tools.length > 1
  return (
    <FloatingMenu
      anchor={target?.anchor ?? null}
      onClose={props.onClose}
      // The card may be another element by then: a move takes it to another lane.
      returnTo={() => (last.current === null ? null : cardElement(last.current))}
    >
      <MenuLabel>{many ? `Move ${countOf(target.tools.length, 'tool')} to` : 'Move to'}</MenuLabel>
      {LANES.map((lane, index) => {
        const { word, icon: Icon } = EFFECTS[lane]
        return (
          <MenuItem
            key={lane}
            icon={<Icon aria-hidden />}
            hint={<Hint>{index + 1}</Hint>}
            onSelect={() => target && props.onMove(target.tools, lane)}
          >
            {word}
            {!many && lane === props.current ? <span className="text-ink-3"> · now</span> : null}
          </MenuItem>
        )
      })}
      <MenuSeparator />
      <MenuItem hint={<Hint>↵</Hint>} onSelect={() => target && props.onInspect(target.name)}>
        Open its rule
      </MenuItem>
      <MenuItem hint={<Hint>Space</Hint>} onSelect={() => target && props.onSelect(target.name)}>
        {props.selected ? 'Unselect' : 'Select'}
      </MenuItem>
      {props.changeHref === null ? null : (
        <MenuLink render={<Link href={props.changeHref} />}>See what changed</MenuLink>
      )}
      {props.named ? (
        <>
          <MenuItem onSelect={() => target && props.onShowInCode(target.name)}>Show in code</MenuItem>
          <MenuItem onSelect={() => target && props.onForget(target.name)}>
            {props.gone ? 'Remove from the policy' : 'Remove its entry'}
          </MenuItem>
        </>
      ) : null}
    </FloatingMenu>
  )
}
