'use client'

import { type ReactNode, useMemo } from 'react'
import { LANES } from '#lib/policy/index.ts'
import type { BoardCard } from './board/board.ts'
import { eachLane, isGhost } from './board/board.ts'
import { BoardView } from './board/board-view.tsx'
import { LaneTabs } from './board/lane-tabs.tsx'
import { BulkBar } from './bulk-bar.tsx'
import type { EditorProps } from './model.ts'
import { TableView } from './table/table-view.tsx'
import { NewTray } from './tray/new-tray.tsx'
import type { Editor } from './use-editor.ts'

/** A server that was never called has no figures worth a place on every card. */
function figuresOf(calls: ReadonlyMap<string, number> | null): ReadonlyMap<string, number> | null {
  return calls === null || calls.size === 0 ? null : calls
}

/** The tools as lanes or as rows, and what is done with many of them at once. */
export function ToolViews({ editor, broken }: { editor: Editor; broken: boolean }): ReactNode {
  const { model, selection, commands, panels, look } = editor
  const editable = editor.editable && !broken
  const inspecting = panels.side === 'tool'
  const gone = useMemo(
    () =>
      [...selection.selected].filter((name) => {
        const card = model.board.cards.get(name)
        return card !== undefined && isGhost(card)
      }),
    [selection.selected, model.board],
  )
  return (
    <div className="relative flex min-w-0 flex-1 flex-col gap-2 px-4 pb-2">
      {look.view === 'table' ? (
        <TableView
          model={model}
          calls={editor.calls}
          selection={selection}
          order={look.order}
          onOrder={(order) => editor.setLook({ ...look, order })}
          inspecting={inspecting}
          editable={editable}
        />
      ) : (
        <>
          <LaneTabs
            counts={eachLane((lane) => model.lanes[lane].length)}
            active={editor.activeLane}
            onActive={editor.setActiveLane}
          />
          <BoardView
            model={model}
            calls={figuresOf(editor.calls)}
            selection={selection}
            inspecting={inspecting}
            editable={editable}
            activeLane={editor.activeLane}
            onActiveLane={editor.setActiveLane}
          />
        </>
      )}
      <div className="pointer-events-none absolute inset-x-2 bottom-4 z-20 flex justify-center">
        <BulkBar
          count={editable ? selection.selected.size : 0}
          onMove={(to) => commands.move([...selection.selected], to)}
          onClear={() => commands.select({ type: 'clear' })}
          {...(gone.length > 0 ? { onForget: () => commands.forget(gone) } : {})}
        />
      </div>
    </div>
  )
}

// One that a person turned away stays on the board, refused, and asks for nothing more.
function isWaiting({ tool }: BoardCard): boolean {
  return tool?.state === 'new' && !tool.isRejected
}

/** What came with the server's last list and waits for a person. */
export function Tray({ editor, props }: { editor: Editor; props: EditorProps }): ReactNode {
  const { board } = editor.model
  const cards = useMemo(() => LANES.flatMap((lane) => board.lanes[lane].filter(isWaiting)), [board])
  if (props.viewing !== null) return null
  return (
    <NewTray
      serverId={props.server.id}
      cards={cards}
      mayAccept={props.mayAccept}
      editable={editor.editable}
    />
  )
}
