'use client'

import { useEffect, useState } from 'react'
import type { TipSide } from './tips.tsx'

export type Tip = { readonly anchor: HTMLElement; readonly text: string; readonly side: TipSide }

const OPEN_MS = 400
/** After one was shown, the next one appears at once. */
const NEXT_AT_ONCE_MS = 400
/** Time to cross the gap between an element and its tooltip, which may be read with the pointer on it. */
const LEAVE_MS = 100

/** The one tooltip that is to be seen now: of the element under the pointer, or of the one with the focus. */
export function useTip(): Tip | null {
  const [tip, setTip] = useState<Tip | null>(null)
  useEffect(() => watchTips(setTip), [])
  return tip
}

/** Watches the whole page; returns the way to stop. */
export function watchTips(show: (tip: Tip | null) => void): () => void {
  let shown: HTMLElement | null = null
  let awaited: HTMLElement | null = null
  let closedAt = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined

  const close = () => {
    clearTimeout(timer)
    awaited = null
    if (shown === null) return
    shown = null
    closedAt = performance.now()
    show(null)
  }
  const open = (anchor: HTMLElement) => {
    clearTimeout(timer)
    awaited = null
    const text = anchor.dataset.tip
    if (!anchor.isConnected || text === undefined) return close()
    shown = anchor
    show({ anchor, text, side: anchor.dataset.tipSide === 'right' ? 'right' : 'top' })
  }
  const leave = () => {
    clearTimeout(timer)
    awaited = null
    if (shown !== null) timer = setTimeout(close, LEAVE_MS)
  }

  const over = ({ target, pointerType }: PointerEvent) => {
    if (pointerType === 'touch' || !(target instanceof Element)) return
    if (shown !== null && target.closest('[data-tip-shown]') !== null) return clearTimeout(timer)
    const anchor = anchorOf(target)
    if (anchor === null) return leave()
    if (anchor === shown) return clearTimeout(timer)
    if (anchor === awaited) return
    clearTimeout(timer)
    if (shown !== null || performance.now() - closedAt < NEXT_AT_ONCE_MS) return open(anchor)
    awaited = anchor
    timer = setTimeout(() => open(anchor), OPEN_MS)
  }
  const focus = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || target.dataset.tip === undefined) return
    if (target.matches(':focus-visible')) open(target)
  }
  const press = () => {
    close()
    // What was pressed has been understood; the pointer has to come back for its name.
    closedAt = Number.NEGATIVE_INFINITY
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
  }

  document.addEventListener('pointerover', over)
  document.addEventListener('focusin', focus)
  document.addEventListener('focusout', close)
  document.addEventListener('pointerdown', press)
  document.addEventListener('keydown', key)
  document.documentElement.addEventListener('pointerleave', leave)
  document.addEventListener('scroll', close, { capture: true, passive: true })
  return () => {
    clearTimeout(timer)
    document.removeEventListener('pointerover', over)
    document.removeEventListener('focusin', focus)
    document.removeEventListener('focusout', close)
    document.removeEventListener('pointerdown', press)
    document.removeEventListener('keydown', key)
    document.documentElement.removeEventListener('pointerleave', leave)
    document.removeEventListener('scroll', close, { capture: true })
  }
}

/** The element with a tooltip at or around `target`; a disabled one has none. */
function anchorOf(target: Element): HTMLElement | null {
  const anchor = target.closest<HTMLElement>('[data-tip]')
  return anchor === null || anchor.matches(':disabled') ? null : anchor
}
