'use client'

// What any part of the editor may ask for. The object never changes, so a card that holds it is not
// drawn again because a draft, a selection or a filter somewhere else is new.
import { createContext, useContext } from 'react'
import type { CategoryActs } from '#components/servers/category-control.tsx'
import type { Command, Lane } from '#lib/policy/index.ts'
import type { SelectionAction } from './board/selection.ts'
import type { ToolDetails, ToolSummary } from './model.ts'

export type EditorCommands = {
  /** Moves tools to a lane: the same for a drop, a menu, a key and the bulk bar. */
  readonly move: (tools: readonly string[], to: Lane) => void
  /** Any other edit of the document; `said` goes to the live region and the status bar. */
  readonly run: (command: Command, said?: string, label?: string) => void
  /** Why a command would leave a document with an error, in the parser's words; null where it would not. */
  readonly refusalOf: (command: Command) => string | null
  readonly undo: () => void
  readonly redo: () => void
  /** What a move of this card takes along: the selection it is part of, or itself. */
  readonly movedWith: (name: string) => readonly string[]
  readonly select: (action: SelectionAction) => void
  /** Selects every tool that the filter leaves. */
  readonly selectAll: () => void
  /** Takes tools out of the document, by name and from “hide”, as one step. */
  readonly forget: (names: readonly string[]) => void
  /** What is known of a tool beside the card; null while it is on its way, which this hastens. */
  readonly detailsOf: (name: string) => ToolDetails | null
  /** Opens the inspector on a tool; null closes it and gives the focus back to the card. */
  readonly inspect: (name: string | null) => void
  /** Opens the inspector on what holds for every tool. */
  readonly inspectPolicy: () => void
  /** Opens the "Move to" menu beside an element, for the card of that name. */
  readonly openMenu: (name: string, anchor: Element) => void
  /** Shows the code pane with this pointer's text in sight. */
  readonly showInCode: (pointer: string) => void
}

export const EditorContext = createContext<EditorCommands | null>(null)

/** The policy that is edited; null where it was never published. */
export const PolicyIdContext = createContext<string | null>(null)

/** What is known of the server's tools, by name, for whatever names one. */
export const ToolsContext = createContext<ReadonlyMap<string, ToolSummary>>(new Map())

/** Who may say what a tool is does it here; null where nobody may, or it is no server's page. */
export const CategoryContext = createContext<{ serverId: string; acts: CategoryActs } | null>(null)

/** The address of the server's own page; with a tool, of that tool's definition there. */
export type ServerHref = (tool?: string) => string

export const ServerHrefContext = createContext<ServerHref | null>(null)

export function useServerHref(): ServerHref {
  const href = useContext(ServerHrefContext)
  if (href === null) throw new Error('useServerHref outside of the policy editor')
  return href
}

export function useCommands(): EditorCommands {
  const commands = useContext(EditorContext)
  if (commands === null) throw new Error('useCommands outside of the policy editor')
  return commands
}
