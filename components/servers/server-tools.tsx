'use client'

import type { CategoryActs } from './category-control.tsx'
import type { Acts } from './review/decide.tsx'
import { useDecisions } from './review/review-list.tsx'
import type { ReviewView } from './review/review-view.ts'
import type { ToolView } from './tool-view.ts'
import { ToolsView } from './tools-view.tsx'

type ServerToolsProps = {
  serverId: string
  isUnread: boolean
  tools: readonly ToolView[]
  reviews: readonly ReviewView[]
  /** The tool whose definition is open at first. */
  opened: string | null
  /** Null where the member's role may not decide on definitions. */
  acts: Acts | null
  /** Null where the member's role may not say what a tool is. */
  categories: CategoryActs | null
}

/** The tools of one server; what is decided on them goes to that server. */
export function ServerTools({ acts, ...props }: ServerToolsProps) {
  const { serverId } = props
  const decisions = useDecisions(serverId, acts)
  return <ToolsView {...props} decisions={decisions} />
}
