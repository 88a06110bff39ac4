'use client'

import { EFFECTS } from '#components/effect.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { FloatingMenu, MenuItem, MenuLabel, MenuSeparator } from '#components/ui/menu.tsx'
import { LANES, type Lane } from '#lib/policy/index.ts'
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
  onInspect: (name: string) => void
  onShowInCode: (name: string) => void
  onForget: (name: string) => void
}

/** The board's one menu, opened beside whichever card asks: the way to move that needs neither drag nor keys. */
export function MoveMenu(props: MoveMenuProps) {
  const { target } = props
  const many = target !== null && target.tools.length > 1
  return (
    <FloatingMenu anchor={target?.anchor ?? null} onClose={props.onClose}>
      <MenuLabel>{many ? `Move ${countOf(target.tools.length, 'tool')} to` : 'Move to'}</MenuLabel>
      {LANES.map((lane, index) => {
        const { word, icon: Icon } = EFFECTS[lane]
        return (
          <MenuItem
            key={lane}
            icon={<Icon aria-hidden />}
            hint={<Kbd>{index + 1}</Kbd>}
            disabled={!many && lane === props.current && props.named}
            onSelect={() => target && props.onMove(target.tools, lane)}
          >
            {word}
          </MenuItem>
        )
      })}
      <MenuSeparator />
      <MenuItem hint={<Kbd>↵</Kbd>} onSelect={() => target && props.onInspect(target.name)}>
        Open its rule
      </MenuItem>
      {props.named ? (
        <>
          <MenuItem onSelect={() => target && props.onShowInCode(target.name)}>Show in code</MenuItem>
          <MenuItem onSelect={() => target && props.onForget(target.name)}>Remove its entry</MenuItem>
        </>
      ) : null}
    </FloatingMenu>
  )
}
