'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { EditorTool, ToolDetails, ToolSummary } from './model.ts'
import { useLatest } from './use-latest.ts'
import { whenIdle } from './when-idle.ts'

export type Details = {
  /** By name; null until they are here. */
  readonly byName: ReadonlyMap<string, ToolDetails> | null
  /** The tools with all that is known of them; null until it is. */
  readonly tools: readonly EditorTool[] | null
  /** Why they could not be read; null where they can be waited for. */
  readonly problem: string | null
  /** Asks for them now, or again. */
  readonly load: () => void
}

/** However busy the page is, they are asked for by then. */
const AT_LATEST_MS = 3000
const AFTER_MS = 200

/**
 * Descriptions, schemas and evidence of all tools. They weigh ten times what the board needs, so they are
 * fetched when it stands and nothing else is to be done, or as soon as someone asks.
 * @param tools another list is another fetch: a definition may have changed with it
 */
export function useDetails(tools: readonly ToolSummary[], url: string): Details {
  const [found, setFound] = useState<{ of: readonly ToolSummary[]; byName: Details['byName'] } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const latest = useLatest({ tools, url })
  const asked = useRef<readonly ToolSummary[] | null>(null)

  const load = useCallback(async () => {
    const { tools: of, url } = latest.current
    if (asked.current === of) return
    asked.current = of
    setProblem(null)
    const read = await readDetails(url)
    if (asked.current !== of) return
    if (typeof read !== 'string') return setFound({ of, byName: read })
    asked.current = null
    setProblem(read)
  }, [latest])

  useEffect(() => {
    if (tools.length === 0) return
    return whenIdle(load, AT_LATEST_MS, AFTER_MS)
  }, [tools, load])

  const byName = found?.byName ?? null
  const complete = useMemo(
    () =>
      byName === null || found?.of !== tools ? null : tools.flatMap((tool) => withDetails(tool, byName)),
    [tools, byName, found],
  )
  return { byName, tools: complete, problem, load }
}

/** The details by name, or a sentence that says why not. */
async function readDetails(url: string): Promise<ReadonlyMap<string, ToolDetails> | string> {
  try {
    const response = await fetch(url)
    const body = await response.json()
    return response.ok ? new Map<string, ToolDetails>(body) : String(body.message)
  } catch {
    return 'The server did not answer. Try again.'
  }
}

/** A tool with its details; none where they came before the tool did. */
function withDetails(tool: ToolSummary, byName: ReadonlyMap<string, ToolDetails>): EditorTool[] {
  const details = byName.get(tool.name)
  return details === undefined ? [] : [{ ...tool, ...details }]
}
