'use client'

import { Menu as Base } from '@base-ui/react/menu'
import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import { type ReactElement, type ReactNode, useLayoutEffect, useRef } from 'react'
import { floatStyle } from './float-style.ts'
import type { MenuProps } from './menu.tsx'

type NearMenuProps = MenuProps & {
  /** It was pressed before this code was here. */
  opens: boolean
  focuses: boolean
}

/** The menu of a trigger, from the moment that it is pressed or has the focus (menu.tsx). */
export function NearMenu({
  trigger,
  children,
  side = 'bottom',
  align = 'end',
  opens,
  focuses,
}: NearMenuProps) {
  const element = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    // The trigger is another element than before; the focus that stood on it stays there.
    if (focuses) element.current?.focus({ preventScroll: true })
  }, [focuses])
  return (
    <Base.Root defaultOpen={opens}>
      <Base.Trigger ref={element} render={trigger} />
      <Base.Portal>
        <Base.Positioner
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 outline-none"
        >
          <Base.Popup className={clsx(floatStyle, 'max-h-(--available-height) min-w-44 overflow-y-auto p-1')}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

type FloatingMenuProps = {
  /** Where it opens, beside something that is no trigger of its own; null while closed. */
  anchor: Element | null
  onClose: () => void
  /** Asked as it closes: what gets the focus, where that is not what had it before. */
  returnTo?: () => HTMLElement | null
  children: ReactNode
}

/** One menu for many places, such as the cards of a board. */
export function FloatingMenu({ anchor, onClose, returnTo, children }: FloatingMenuProps) {
  return (
    <Base.Root open={anchor !== null} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Positioner
          anchor={anchor}
          side="bottom"
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 outline-none"
        >
          <Base.Popup
            finalFocus={returnTo ? () => returnTo() ?? true : undefined}
            className={clsx(floatStyle, 'max-h-(--available-height) min-w-52 overflow-y-auto p-1')}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

const itemStyle =
  'flex h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 text-14 text-ink outline-none data-disabled:text-ink-3 data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3 coarse:h-11'

export type MenuItemProps = {
  children: ReactNode
  icon?: ReactNode
  /** A key or a figure at the right edge. */
  hint?: ReactNode
  disabled?: boolean
  onSelect?: () => void
}

export function MenuItem({ children, icon, hint, disabled, onSelect }: MenuItemProps) {
  return (
    <Base.Item className={itemStyle} disabled={disabled} onClick={onSelect}>
      {icon}
      <span className="flex-1 truncate">{children}</span>
      {hint}
    </Base.Item>
  )
}

export type MenuLinkProps = {
  render: ReactElement<Record<string, unknown>>
  icon?: ReactNode
  children: ReactNode
}

/** An item that goes to a page: pass the link as `render`. */
export function MenuLink({ render, icon, children }: MenuLinkProps) {
  return (
    <Base.LinkItem className={itemStyle} render={render} closeOnClick>
      {icon}
      <span className="flex-1 truncate">{children}</span>
    </Base.LinkItem>
  )
}

export type MenuChoiceProps<Value extends string> = {
  label: string
  value: Value
  onValueChange: (value: Value) => void
  options: readonly { value: Value; label: string; icon?: ReactNode }[]
}

/** One of several, with the current one ticked. */
export function MenuChoice<Value extends string>(props: MenuChoiceProps<Value>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-12 text-ink-3">{props.label}</Base.GroupLabel>
      <Base.RadioGroup value={props.value} onValueChange={(value: Value) => props.onValueChange(value)}>
        {props.options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} className={itemStyle}>
            {option.icon}
            <span className="flex-1">{option.label}</span>
            <Base.RadioItemIndicator>
              <Check aria-hidden />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  )
}

export type MenuChecksProps<Value extends string> = {
  label: string
  values: readonly Value[]
  onValuesChange: (values: readonly Value[]) => void
  options: readonly { value: Value; label: string; icon?: ReactNode }[]
}

/** Any of several; the menu stays open while one chooses. */
export function MenuChecks<Value extends string>(props: MenuChecksProps<Value>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-12 text-ink-3">{props.label}</Base.GroupLabel>
      {props.options.map(({ value, label, icon }) => (
        <Base.CheckboxItem
          key={value}
          className={itemStyle}
          checked={props.values.includes(value)}
          onCheckedChange={(checked) =>
            props.onValuesChange(
              checked ? [...props.values, value] : props.values.filter((each) => each !== value),
            )
          }
        >
          {icon}
          <span className="flex-1">{label}</span>
          <Base.CheckboxItemIndicator>
            <Check aria-hidden />
          </Base.CheckboxItemIndicator>
        </Base.CheckboxItem>
      ))}
    </Base.Group>
  )
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-line" />
}
