'use client'

// Menus are on every page and most are never opened. Until a pointer or the focus comes near, one is a
// plain button; what makes it a menu is fetched and mounted then.
import { cloneElement, type ReactElement, type ReactNode, useState } from 'react'
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
  if (near !== null) {
    const { NearMenu } = loaded()
    return <NearMenu {...props} {...near} />
  }
  const approach = (element: Element, opens: boolean) => {
    const show = () => {
      const focuses = !opens && document.activeElement === element
      // A press counts, also where the pointer asked first.
      setNear((before) => ({ opens: opens || before?.opens === true, focuses }))
    }
    if (parts !== null) show()
    // Not to be had: the button is as it was, and asks again the next time.
    else fetchMenu().then(show, () => {})
  }
  return cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: (event: { pointerType: string; currentTarget: Element }) => {
      // A finger comes and presses at once: its press is enough.
      if (event.pointerType !== 'touch') approach(event.currentTarget, false)
    },
    onFocus: (event: { currentTarget: Element }) => {
      if (event.currentTarget.matches(':focus-visible')) approach(event.currentTarget, false)
    },
    onClick: (event: { currentTarget: Element }) => approach(event.currentTarget, true),
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
