'use client'

import { type ReactNode, useEffect } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { EditorTool } from './model.ts'
import type { Details } from './use-details.ts'

type WithToolsProps = { details: Details; children: (tools: readonly EditorTool[]) => ReactNode }

/** What needs the definitions of the tools, once they are here; until then a skeleton, or why they are not. */
export function WithTools({ details, children }: WithToolsProps) {
  const { tools, problem, load } = details
  // Not its promise: an effect that gives something back has a cleanup.
  useEffect(() => {
    load()
  }, [load])
  if (tools !== null) return children(tools)
  if (problem !== null) {
    return (
      <Notice title="The definitions could not be read">
        <p>{problem}</p>
        <Button size="sm" className="mt-2" onClick={load}>
          Try again
        </Button>
      </Notice>
    )
  }
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-4">
      <Skeleton className="h-7 w-64 max-w-full" />
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-24" />
      <Skeleton className="h-40" />
    </div>
  )
}
