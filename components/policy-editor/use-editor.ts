'use client'

import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { LANES, type Lane, recommendedDocument } from '#lib/policy/index.ts'
import type { Board } from './board/board.ts'
import { NO_SELECTION, selectionReducer } from './board/selection.ts'
import { useBoardModel } from './board/use-board.ts'
import { useDraft } from './draft/use-draft.ts'
import { useSaving } from './draft/use-saving.ts'
import { type Look, lookParameters, rememberView } from './look.ts'
import type { EditorProps } from './model.ts'
import type { MenuTarget } from './move-menu.tsx'
import { useReplay } from './replay/use-replay.ts'
import { useShadow } from './replay/use-shadow.ts'
import { toolOfPointer } from './rule-pointer.ts'
import { useAnnouncer } from './use-announcer.ts'
import { useEditorCommands } from './use-commands.ts'
import { useDetails } from './use-details.ts'
import { useDrags } from './use-drags.ts'
import { useIssues } from './use-issues.ts'
import { useLatest } from './use-latest.ts'
import { useNews } from './use-news.ts'
import { usePanels } from './use-panels.ts'
import { usePublished } from './use-published.ts'
import { useStreamed } from './use-streamed.ts'
import { useUrl } from './use-url.ts'
import { selectedSentence } from './words.ts'

export type Editor = ReturnType<typeof useEditor>

/** What is laid over the draft as its first step. */
function overlayOf({ proposal, restoring }: EditorProps): { text: string; said: string } | null {
  if (proposal !== null) return { text: proposal.source, said: 'The proposed change is open as your draft.' }
  return restoring && { text: restoring.source, said: `Version ${restoring.number} restored as draft.` }
}

/** All state of the editor: the draft, what is published, what is shown, and the commands on it. */
export function useEditor(props: EditorProps) {
  const { tools, viewing, actions, server } = props
  const editable = props.mayEdit && viewing === null
  const [written] = useState(() => lazily(() => recommendedDocument(tools)))
  const recommended = useCallback(() => written().text, [written])
  const start = props.policy.published?.source ?? recommended()
  const [draft, dispatch] = useDraft(
    viewing?.source ?? props.draft?.text ?? start,
    overlayOf(props),
    viewing === null && props.draft === null && props.policy.published === null ? written() : undefined,
  )
  const published = usePublished({
    actions,
    serverId: server.id,
    policyId: props.policy.id,
    version: props.policy.published,
    baseVersion: props.draft?.baseVersion ?? props.policy.published?.number ?? 0,
    author: props.author,
    known: draft.good,
  })
  const replay = useReplay(props.replayUrl, published.policyId)
  const shadow = useShadow(actions, server.id, props.shadow, published)
  const baseline = published.version?.source ?? recommended()
  const { saving, saveNow } = useSaving({
    actions,
    serverId: server.id,
    policyId: published.policyId,
    text: draft.text,
    baseline,
    baseVersion: published.baseVersion,
    kept: props.draft?.text ?? null,
    enabled: editable,
  })

  const { look, setLook } = useLook(props.look)
  const policy = draft.good?.policy ?? published.policy
  const calls = useStreamed(props.calls)
  const details = useDetails(tools, props.detailsUrl)
  const { filter, order } = look
  const model = useBoardModel({
    ...{ policy, published: published.policy, tools, calls, filter, order },
    details: details.byName,
  })
  const issues = useIssues(draft, details.tools)

  const { target } = props
  const [opened] = useState(() => openedTool(target, policy, tools))
  const [selection, select] = useReducer(selectionReducer, { ...NO_SELECTION, focused: opened })
  const [activeLane, setActiveLane] = useState<Lane>(() => laneToShow(model.board, opened))
  const [menu, setMenu] = useState<MenuTarget | null>(null)
  const panels = usePanels({ side: opened === null ? null : 'tool', code: target.code })
  const { spoken, announce } = useAnnouncer()

  useEffect(() => select({ type: 'keep', shown: model.shown }), [model.shown])
  const selectedCount = selection.selected.size
  useSelectionNews(selectedCount, draft.revision, () =>
    announce('selection', selectedSentence(selectedCount)),
  )
  useNews(draft.news, model.changes.length, announce)

  const commands = useEditorCommands({
    draft,
    model,
    details,
    selection,
    panels,
    editable,
    dispatch,
    select,
    setMenu,
    announce,
  })
  const board = useLatest(model.board)
  const laneOf = useCallback((tool: string) => board.current.cards.get(tool)?.placement.lane ?? null, [board])
  useDrags({ laneOf, move: commands.move, announce })

  const toolsByName = useMemo(() => new Map(tools.map((tool) => [tool.name, tool])), [tools])
  return {
    ...{
      editable,
      recommended,
      baseline,
      draft,
      dispatch,
      published,
      replay,
      shadow,
      saving,
      saveNow,
      policy,
      model,
      issues,
      toolsByName,
    },
    ...{ look, setLook, calls, details, selection, activeLane, setActiveLane, menu, setMenu, panels },
    ...{ spoken, announce, commands },
  }
}

/** Filters, order and view. Another view is remembered for the next visit, of whatever server. */
function useLook(first: Look): { look: Look; setLook: (look: Look) => void } {
  const [look, set] = useState(first)
  const current = useLatest(look)
  const setLook = useCallback(
    (next: Look) => {
      if (next.view !== current.current.view) rememberView(next.view)
      set(next)
    },
    [current],
  )
  useUrl(lookParameters(look))
  return { look, setLook }
}

/** Makes a value when it is first asked for. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function openedTool(
  { tool, rule }: EditorProps['target'],
  policy: Parameters<typeof toolOfPointer>[1],
  tools: EditorProps['tools'],
): string | null {
  if (tool !== null) return tool
  return rule === null
    ? null
    : toolOfPointer(
        rule,
        policy,
        tools.map((each) => each.name),
      )
}

function laneToShow(board: Board, opened: string | null): Lane {
  const lane = opened === null ? undefined : board.cards.get(opened)?.placement.lane
  return lane ?? LANES.find((each) => board.lanes[each].length > 0) ?? 'allow'
}

/** Says how many are selected, unless a move has just ended the selection: the move speaks for itself. */
function useSelectionNews(count: number, revision: number, say: () => void): void {
  const latest = useLatest(say)
  const before = useRef({ count, revision })
  useEffect(() => {
    const { current } = before
    before.current = { count, revision }
    if (current.count !== count && current.revision === revision) latest.current()
  }, [count, revision, latest])
}
