'use client'

import { useCallback } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import type { ToolView } from './tool-view.ts'
import { ToolsView } from './tools-view.tsx'

type ServerToolsProps = {
  serverId: string
  tools: readonly ToolView[]
  /** The tool whose definition is open at first. */
  opened: string | null
  accept:
    | ((input: { serverId: string; hashes: Record<string, string> }) => Promise<ActionResult<null>>)
    | null
}

/** The tools of one server, whose acceptance goes to that server. */
export function ServerTools({ serverId, tools, opened, accept }: ServerToolsProps) {
  const acceptHere = useCallback(
    (hashes: Record<string, string>) =>
      accept
        ? accept({ serverId, hashes })
        : Promise.reject(new Error('this member may not accept definitions')),
    [accept, serverId],
  )
  return <ToolsView tools={tools} opened={opened} accept={accept ? acceptHere : null} />
}
