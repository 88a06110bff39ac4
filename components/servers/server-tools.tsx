'use client'

import { useCallback } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import type { ToolView } from './tool-view.ts'
import { ToolsView } from './tools-view.tsx'

type ServerToolsProps = {
  serverId: string
  tools: readonly ToolView[]
  accept:
    | ((input: { serverId: string; hashes: Record<string, string> }) => Promise<ActionResult<null>>)
    | null
}

/** The tools of one server, whose acceptance goes to that server. */
export function ServerTools({ serverId, tools, accept }: ServerToolsProps) {
  const acceptHere = useCallback(
    (hashes: Record<string, string>) =>
      accept
        ? accept({ serverId, hashes })
        : Promise.reject(new Error('this member may not accept definitions')),
    [accept, serverId],
  )
  return <ToolsView tools={tools} accept={accept ? acceptHere : null} />
}
