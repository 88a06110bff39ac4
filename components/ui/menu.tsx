'use client'

// Menus are on every page and most are never opened. Until it is pressed or has the keyboard's focus, one is
// a plain button; what makes it a menu is fetched as a pointer comes near.
import {
  cloneElement,
  type FocusEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useRef,
  useState,
} from 'react'
import type * as Parts from './menu-parts.tsx'

export type MenuProps = {
  trigger: ReactElement<Record<string, unknown>>
  children: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
}

type Near = { readonly opens: boolean; readonly focuses: boolean }

let parts: typeof Parts | null = null

/** Fetches what a menu consists of. */
export async function fetchMenu(): Promise<void> {
  parts ??= await import('./menu-parts.tsx')
}

/** Actions in a list; arrows, Home, End and first letters move in it. */
export function Menu(props: MenuProps) {
  const [near, setNear] = useState<Near | null>(null)
  const isPressed = useRef(false)
  const isTouched = useRef(false)
  if (near !== null) {
    const { NearMenu } = loaded()
    return <NearMenu {...props} {...near} />
  }
  const approach = (element: Element) => {
    const show = () => {
      const opens = isPressed.current
      const focuses = !opens && document.activeElement === element
      setNear((before) => before ?? { opens, focuses })
    }
    if (parts !== null) show()
    // Not to be had: the button is as it was, and asks again the next time.
    else fetchMenu().then(show, () => {})
  }
  const press = (element: Element) => {
    // It may be another element by the time that the pointer is let go, so the press itself counts, as it
    // does for the menu that takes its place.
    isPressed.current = true
    approach(element)
  }
  return cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    // Only its code: a button that changes between two events of one press would lose the press.
    onPointerEnter: () => {
      fetchMenu().catch(() => {})
    },
    onFocus: ({ currentTarget }: FocusEvent<Element>) => {
      if (currentTarget.matches(':focus-visible')) approach(currentTarget)
    },
    onPointerDown: ({ pointerType }: PointerEvent<Element>) => {
      isTouched.current = pointerType === 'touch'
    },
    // Not at `pointerdown`: what takes this button's place would take the rest of the press for another one.
    onMouseDown: ({ button, currentTarget }: MouseEvent<Element>) => {
      if (!isTouched.current && button === 0) press(currentTarget)
    },
    onClick: ({ currentTarget }: MouseEvent<Element>) => press(currentTarget),
  })
}

function loaded(): typeof Parts {
  if (parts === null) throw new Error('a part of a menu outside of one')
  return parts
}

export function MenuItem(props: Parts.MenuItemProps) {
  const { MenuItem } = loaded()
  return <MenuItem {...props} />
}

/** An item that goes to a page: pass the link as `render`. */
export function MenuLink(props: Parts.MenuLinkProps) {
  const { MenuLink } = loaded()
  return <MenuLink {...props} />
}

/** One of several, with the current one ticked. */
export function MenuChoice<Value extends string>(props: Parts.MenuChoiceProps<Value>) {
  const { MenuChoice } = loaded()
  return <MenuChoice {...props} />
}

/** Any of several; the menu stays open while one chooses. */
export function MenuChecks<Value extends string>(props: Parts.MenuChecksProps<Value>) {
  const { MenuChecks } = loaded()
  return <MenuChecks {...props} />
}

export function MenuSeparator() {
  const { MenuSeparator } = loaded()
  return <MenuSeparator />
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <div className="px-2 py-1.5 text-12 text-ink-3">{children}</div>
}
