'use client'

import { useEffect, useSyncExternalStore } from 'react'
import { remember } from './remember.ts'
import { THEME_COOKIE, type Theme, themeIn } from './theme-cookie.ts'

export type { Theme } from './theme-cookie.ts'

const watching = new Set<() => void>()

/** The theme that was chosen. The attribute of the page's first element is the only place that knows it. */
export function useTheme(): Theme {
  return useSyncExternalStore(
    watch,
    () => themeIn(document.documentElement.dataset.theme),
    () => 'system',
  )
}

export function setTheme(theme: Theme): void {
  show(theme)
  remember(THEME_COOKIE, theme)
}

/** Follows what is chosen in another window of the same browser. */
export function useThemeElsewhere(): void {
  useEffect(() => {
    const follow = ({ changed }: CookieChangeEvent) => {
      const found = changed.find(({ name }) => name === THEME_COOKIE)
      if (found !== undefined) show(themeIn(found.value))
    }
    window.cookieStore?.addEventListener('change', follow)
    return () => window.cookieStore?.removeEventListener('change', follow)
  }, [])
}

function watch(changed: () => void): () => void {
  watching.add(changed)
  return () => watching.delete(changed)
}

function show(theme: Theme): void {
  const page = document.documentElement
  if (theme === themeIn(page.dataset.theme)) return
  // At once and without fading: globals.css holds all transitions meanwhile.
  page.setAttribute('data-switching', '')
  if (theme === 'system') page.removeAttribute('data-theme')
  else page.setAttribute('data-theme', theme)
  for (const each of watching) each()
  setTimeout(() => page.removeAttribute('data-switching'), 50)
}
