import {
  Activity,
  ChartColumn,
  Hand,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  Server,
  Settings,
} from 'lucide-react'

export type NavEntry = { href: string; label: string; icon: LucideIcon; counts?: boolean }

export const NAV_ENTRIES: readonly NavEntry[] = [
  { href: '/overview', label: 'Overview', icon: LayoutDashboard },
  { href: '/servers', label: 'Servers', icon: Server },
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
