import { remember } from './remember.ts'

export const RAIL_COOKIE = 'rail'

export function rememberRail(collapsed: boolean): void {
  remember(RAIL_COOKIE, collapsed ? 'collapsed' : 'open')
}
