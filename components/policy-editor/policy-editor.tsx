'use client'

import { Keyboard, WandSparkles } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { eachLane } from './board/board.ts'
import { BoardView } from './board/board-view.tsx'
import { LaneTabs } from './board/lane-tabs.tsx'
import { tabStop } from './board/selection.ts'
import { BulkBar } from './bulk-bar.tsx'
import { EditorBanners } from './editor-banners.tsx'
import { EditorContext } from './editor-context.ts'
import { EditorDialogs, type OpenDialog } from './editor-dialogs.tsx'
import { EditorPanels } from './editor-panels.tsx'
import { FilterBar } from './filter-bar.tsx'
import type { EditorProps, EditorVersion, Refused } from './model.ts'
import { StatusBar } from './status-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { focusCard } from './use-commands.ts'
import { type Editor, useEditor } from './use-editor.ts'
import { useGlobalKeys } from './use-global-keys.ts'
import { useUrl } from './use-url.ts'
import { RollBackDialog } from './versions/roll-back-dialog.tsx'

/** The visual policy editor: board, inspector and code over one text. Takes the whole height of its place. */
export function PolicyEditor(props: EditorProps) {
  const editor = useEditor(props)
  const { commands, draft, model, panels, selection, editable, published } = editor
  const broken = draft.problems.length > 0
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const [rollingBack, setRollingBack] = useState<EditorVersion | null>(null)
  const search = useRef<HTMLInputElement>(null)
  const here = `/servers/${props.server.id}/policy${published.policyId === '' ? '' : `?policy=${published.policyId}`}`
  const hrefWith = (key: string, value: string) => `${here}${here.includes('?') ? '&' : '?'}${key}=${value}`

  useUrl({
    tool: panels.side === 'tool' ? selection.focused : null,
    code: panels.code ? '1' : null,
    ...{ rule: null, restore: null },
  })
  useGlobalKeys((key) => {
    if (key === 'undo') commands.undo()
    else if (key === 'redo') commands.redo()
    else if (key === 'search') search.current?.focus()
    else setDialog('shortcuts')
  })

  return (
    <EditorContext value={commands}>
      <div className="flex h-dvh min-h-0 flex-col overflow-hidden max-sm:h-[calc(100dvh-4rem)]" data-editor>
        <TopBar
          server={props.server}
          policyName={props.policy.name}
          policies={props.policies}
          changes={props.viewing === null ? model.changes.length : 0}
          saving={editor.saving}
          onRetry={editor.saveNow}
          canUndo={draft.past.length > 0}
          canRedo={draft.future.length > 0}
          onUndo={commands.undo}
          onRedo={commands.redo}
          codeOpen={panels.code}
          onCode={() => panels.openCode(!panels.code)}
          historyOpen={panels.side === 'history'}
          onHistory={() => panels.openSide(panels.side === 'history' ? null : 'history')}
          onPublish={() => setDialog('publish')}
          editable={editable}
          {...(editable && draft.text !== editor.baseline ? { onDiscard: () => discardDraft(editor) } : {})}
        />
        <FilterBar
          filter={editor.filter}
          onFilter={editor.setFilter}
          order={editor.order}
          onOrder={editor.setOrder}
          search={search}
          onLeave={() => focusCard(tabStop(model.shown, selection.focused))}
        >
          {editable ? (
            <Button variant="quiet" aria-label="Apply recommended" onClick={() => setDialog('recommended')}>
              <WandSparkles aria-hidden />
              <span className="max-md:hidden">Apply recommended</span>
            </Button>
          ) : null}
          <IconButton
            label="Keyboard shortcuts"
            className="coarse:hidden"
            onClick={() => setDialog('shortcuts')}
          >
            <Keyboard aria-hidden />
          </IconButton>
        </FilterBar>
        <EditorBanners
          props={props}
          editor={editor}
          hrefWith={hrefWith}
          here={here}
          onPublish={() => setDialog('publish')}
          onCompare={() => setDialog('merge')}
        />
        <div className="flex min-h-0 flex-1">
          <div className="relative flex min-w-0 flex-1 flex-col gap-2 px-4 pb-2">
            <LaneTabs
              counts={eachLane((lane) => model.lanes[lane].length)}
              active={editor.activeLane}
              onActive={editor.setActiveLane}
            />
            <BoardView
              lanes={model.lanes}
              all={model.board.lanes}
              shown={model.shown}
              selection={selection}
              inspecting={panels.side === 'tool'}
              editable={editable && !broken}
              activeLane={editor.activeLane}
              onActiveLane={editor.setActiveLane}
            />
            <div className="pointer-events-none absolute inset-x-2 bottom-4 flex justify-center">
              <BulkBar
                count={editable && !broken ? selection.selected.size : 0}
                onMove={(to) => commands.move([...selection.selected], to)}
                onClear={() => commands.select({ type: 'clear' })}
              />
            </div>
          </div>
          <EditorPanels
            editor={editor}
            loadVersions={props.actions.loadVersions}
            hrefOfVersion={(version) => hrefWith('version', String(version))}
            onRollBack={setRollingBack}
          />
        </div>
        <StatusBar
          news={draft.news}
          onUndo={commands.undo}
          issues={editor.issues}
          onProblems={() => panels.openCode(true)}
          fallback={broken ? null : (editor.policy?.default ?? null)}
          onFallback={(value) => commands.run({ type: 'set-default', value })}
          published={published.version}
          editable={editable}
        />
        <EditorDialogs props={props} editor={editor} open={dialog} onOpen={setDialog} />
        <RollBackDialog
          version={rollingBack}
          current={published.version}
          tools={editor.toolsByName}
          onClose={() => setRollingBack(null)}
          onRollBack={(version) => rollBack(editor, version)}
        />
        <output aria-live="polite" className="sr-only">
          {editor.spoken}
        </output>
      </div>
    </EditorContext>
  )
}

/** Back to what is published, or to the recommended policy; the draft is one undo away. */
function discardDraft({ commands, baseline, published }: Editor): void {
  commands.run({ type: 'replace', text: baseline }, 'Draft discarded.')
  published.rebase()
}

/** Publishes an older text again and lays it over the draft, which is one undo away. */
async function rollBack({ commands, published }: Editor, version: EditorVersion): Promise<Refused | null> {
  const refused = await published.rollBack(version)
  if (refused === null)
    commands.run({ type: 'replace', text: version.source }, `Rolled back to version ${version.number}.`)
  return refused
}
