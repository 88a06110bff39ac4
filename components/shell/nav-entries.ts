import {
  Activity,
  ChartColumn,
  Hand,
  KeyRound,
  LayoutDashboard,
  ListTree,
  type LucideIcon,
  Server,
  Settings,
} from 'lucide-react'

/** `isWide`: not on the bar of a phone, which has no room for more; another page leads there. */
export type NavEntry = { href: string; label: string; icon: LucideIcon; counts?: boolean; isWide?: boolean }

export const NAV_ENTRIES: readonly NavEntry[] = [
  { href: '/overview', label: 'Overview', icon: LayoutDashboard },
  { href: '/servers', label: 'Servers', icon: Server },
  { href: '/inventory', label: 'Inventory', icon: ListTree, isWide: true },
  { href: '/grants', label: 'Grants', icon: KeyRound },
  { href: '/approvals', label: 'Approvals', icon: Hand, counts: true },
  { href: '/activity', label: 'Activity', icon: Activity },
  { href: '/usage', label: 'Usage', icon: ChartColumn },
  { href: '/settings', label: 'Settings', icon: Settings },
]

/** A page belongs to the entry whose address it starts with. */
export function isCurrent(entry: NavEntry, path: string): boolean {
  return path === entry.href || path.startsWith(`${entry.href}/`)
}
