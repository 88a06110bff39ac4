'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useHydrated } from '#components/ui/use-hydrated.ts'
import { isFiltering } from './board/filter.ts'
import { tabStop } from './board/selection.ts'
import { selectableIn } from './board/use-board.ts'
import { BoardWaiting } from './board-waiting.tsx'
import { EditorBanners } from './editor-banners.tsx'
import {
  CategoryContext,
  EditorContext,
  PolicyIdContext,
  ServerHrefContext,
  ToolsContext,
} from './editor-context.ts'
import { EditorDialogs, type OpenDialog } from './editor-dialogs.tsx'
import { EditorPanels } from './editor-panels.tsx'
import { FilterBar } from './filter-bar.tsx'
import { Later, RollBackDialog } from './later.tsx'
import type { EditorProps, EditorVersion, Refused } from './model.ts'
import { BaselineProvider, useBaselineOf } from './organisation-baseline.tsx'
import { type PackedTools, unpackTools } from './packed-tools.ts'
import { ServingBanner } from './serving-banner.tsx'
import { StatusBar } from './status-bar.tsx'
import { ToolViews, Tray } from './tool-views.tsx'
import { TopBar } from './top-bar.tsx'
import { type Spoken, useSpoken } from './use-announcer.ts'
import { focusCard } from './use-commands.ts'
import { type Editor, useEditor } from './use-editor.ts'
import { useEngines } from './use-engines.ts'
import { useGlobalKeys } from './use-global-keys.ts'
import { useLatest, useStable } from './use-latest.ts'
import { useUrl } from './use-url.ts'

type PolicyEditorProps = Omit<EditorProps, 'tools'> & { readonly tools: PackedTools }

/**
 * The visual policy editor: board, inspector and code over one text. Takes the whole height of its place.
 * It is drawn in the browser only. Markup from the server could be looked at sooner and used later: to
 * give a thousand cards their hands, the browser would lay the board out twice.
 */
export function PolicyEditor({ tools: packed, ...rest }: PolicyEditorProps) {
  const tools = useMemo(() => unpackTools(packed), [packed])
  const { policy, draft, viewing, restoring, proposal, organisationBaseline } = rest
  const canRead = useEngines(
    [policy.published, viewing, restoring, proposal]
      .map((each) => each?.source)
      .concat(draft?.text, organisationBaseline ?? undefined),
  )
  return useHydrated() && canRead ? <LiveEditor {...rest} tools={tools} /> : <BoardWaiting />
}

function LiveEditor(props: EditorProps) {
  const organisationBaseline = useBaselineOf(props.organisationBaseline)
  const editor = useEditor(props)
  const { commands, draft, model, panels, selection, editable, published } = editor
  const broken = draft.problems.length > 0
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const [rollingBack, setRollingBack] = useState<EditorVersion | null>(null)
  const search = useRef<HTMLInputElement>(null)
  const whole = useRef<HTMLDivElement>(null)
  // From here on keys and clicks are answered.
  useEffect(() => whole.current?.setAttribute('data-ready', ''), [])
  const here = `/servers/${props.server.id}/policy${published.policyId === '' ? '' : `?policy=${published.policyId}`}`
  const hrefWith = (key: string, value: string) => `${here}${here.includes('?') ? '&' : '?'}${key}=${value}`

  const onTry = useStable(() => panels.openSide(panels.side === 'what-if' ? null : 'what-if'))
  const onReplay = useStable(() => panels.openSide(panels.side === 'replay' ? null : 'replay'))
  const onCode = useStable(() => panels.openCode(!panels.code))
  const onHistory = useStable(() => panels.openSide(panels.side === 'history' ? null : 'history'))
  const onPublish = useStable(() => setDialog('publish'))
  const onKeep = useStable(() => keepTrial(editor, props.trial?.keepHref))
  const onDiscard = useStable(() => discardDraft(editor))
  const onProblems = useStable(() => panels.openCode(true))
  const onFallback = useStable((value: 'allow' | 'deny') => commands.run({ type: 'set-default', value }))
  const openPresets = useCallback(() => setDialog('presets'), [])
  const openShortcuts = useCallback(() => setDialog('shortcuts'), [])
  const stop = useLatest(tabStop(model.shown, selection.focused))
  const { openSide } = panels
  const isWhole = panels.side === 'policy'
  const toggleWhole = useCallback(() => openSide(isWhole ? null : 'policy'), [openSide, isWhole])
  const leaveSearch = useCallback(() => focusCard(stop.current), [stop])
  const found = useMemo(
    () => (isFiltering(editor.look.filter) ? selectableIn(model).length : 0),
    [model, editor.look.filter],
  )
  const serverPage = `/servers/${props.server.id}`
  const hrefOf = useCallback(
    (tool?: string) => (tool === undefined ? serverPage : `${serverPage}?tool=${encodeURIComponent(tool)}`),
    [serverPage],
  )

  const { id: serverId } = props.server
  const categories = useMemo(
    () => (props.categories === null ? null : { serverId, acts: props.categories }),
    [serverId, props.categories],
  )
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
      <ServerHrefContext value={hrefOf}>
        <PolicyIdContext value={props.policy.id || null}>
          <CategoryContext value={categories}>
            <ToolsContext value={editor.toolsByName}>
              <BaselineProvider value={organisationBaseline}>
                <div
                  ref={whole}
                  className="flex h-[calc(100dvh-var(--stops,0px))] min-h-0 flex-col overflow-hidden max-sm:h-[calc(100dvh-4rem-var(--stops,0px))]"
                  data-editor
                >
                  <TopBar
                    server={props.server}
                    policyId={published.policyId}
                    policyName={props.policy.name}
                    policies={props.policies}
                    // Without an account there is nothing that a draft could differ from.
                    changes={props.viewing === null && props.trial === undefined ? model.changes.length : 0}
                    saving={editor.saving}
                    onRetry={editor.saveNow}
                    canUndo={draft.past.length > 0}
                    canRedo={draft.future.length > 0}
                    onUndo={commands.undo}
                    onRedo={commands.redo}
                    tryOpen={panels.side === 'what-if'}
                    onTry={onTry}
                    replayOpen={panels.side === 'replay'}
                    onReplay={onReplay}
                    inShadow={editor.shadow.shadow !== null}
                    codeOpen={panels.code}
                    onCode={onCode}
                    historyOpen={panels.side === 'history'}
                    onHistory={onHistory}
                    onPublish={onPublish}
                    editable={editable}
                    onDiscard={editable && draft.text !== editor.baseline ? onDiscard : null}
                    trial={props.trial ?? null}
                    onKeep={onKeep}
                  />
                  <FilterBar
                    look={editor.look}
                    onLook={editor.setLook}
                    search={search}
                    onLeave={leaveSearch}
                    found={found}
                    onSelectAll={editable && !broken ? commands.selectAll : null}
                    onWhole={toggleWhole}
                    wholeOpen={isWhole}
                    onPresets={editable ? openPresets : null}
                    onShortcuts={openShortcuts}
                  />
                  <EditorBanners
                    props={props}
                    editor={editor}
                    hrefWith={hrefWith}
                    here={here}
                    onPublish={() => setDialog('publish')}
                    onCompare={() => setDialog('merge')}
                  />
                  <ServingBanner
                    others={props.alsoServes}
                    href={`/servers/${props.server.id}/policy/servers?policy=${props.policy.id}`}
                  />
                  <Tray editor={editor} props={props} />
                  <div className="flex min-h-0 flex-1">
                    <ToolViews editor={editor} broken={broken} />
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
                    onProblems={onProblems}
                    fallback={broken ? null : (editor.policy?.default ?? null)}
                    onFallback={onFallback}
                    published={published.version}
                    editable={editable}
                  />
                  <EditorDialogs props={props} editor={editor} open={dialog} onOpen={setDialog} />
                  <Later wanted={rollingBack !== null}>
                    <RollBackDialog
                      version={rollingBack}
                      current={published.version}
                      tools={editor.toolsByName}
                      onClose={() => setRollingBack(null)}
                      onRollBack={(version) => rollBack(editor, version)}
                    />
                  </Later>
                  <LiveRegion spoken={editor.spoken} />
                </div>
              </BaselineProvider>
            </ToolsContext>
          </CategoryContext>
        </PolicyIdContext>
      </ServerHrefContext>
    </EditorContext>
  )
}

function LiveRegion({ spoken }: { spoken: Spoken }) {
  return (
    <output aria-live="polite" className="sr-only">
      {useSpoken(spoken)}
    </output>
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

/** Leaves for the page that makes the draft somebody's, once all of it is kept. */
async function keepTrial({ saveNow }: Editor, href: string | undefined): Promise<void> {
  await saveNow()
  if (href !== undefined) window.location.assign(href)
}
