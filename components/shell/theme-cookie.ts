export const THEME_COOKIE = 'theme'
export type Theme = 'system' | 'light' | 'dark'

/** Anything else is as good as nothing said. */
export function themeIn(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system'
}

/** What the page's first element bears; none where the system decides, which the style sheet asks itself. */
export function themeAttribute(value: string | undefined): 'light' | 'dark' | undefined {
  const theme = themeIn(value)
  return theme === 'system' ? undefined : theme
}
