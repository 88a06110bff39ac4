'use client'

import { placementOf } from '#lib/policy/index.ts'
import { isGhost } from './board/board.ts'
import { loadCurrent } from './editor-banners.tsx'
import { useServerHref } from './editor-context.ts'
import {
  ImportDialog,
  Later,
  MergeDialog,
  MoveMenu,
  PresetDialog,
  PublishDialog,
  ShortcutSheet,
} from './later.tsx'
import type { EditorProps } from './model.ts'
import { pointerTo } from './rule-pointer.ts'
import type { Editor } from './use-editor.ts'

export type OpenDialog = 'publish' | 'presets' | 'import' | 'merge' | 'shortcuts' | null

type EditorDialogsProps = {
  props: EditorProps
  editor: Editor
  open: OpenDialog
  onOpen: (dialog: OpenDialog) => void
}

/** Whatever lies over the editor for a moment. */
export function EditorDialogs({ props, editor, open, onOpen }: EditorDialogsProps) {
  const { published, draft, commands, toolsByName, menu, policy } = editor
  const placement = menu && policy ? placementOf(policy, menu.name) : null
  const card = menu === null ? undefined : editor.model.board.cards.get(menu.name)
  const gone = card !== undefined && isGhost(card)
  const hrefOf = useServerHref()
  const opens = (dialog: OpenDialog) => ({
    open: open === dialog,
    onOpenChange: (next: boolean) => onOpen(next ? dialog : null),
  })
  return (
    <>
      <Later wanted={menu !== null}>
        <MoveMenu
          target={menu}
          current={placement?.lane ?? null}
          named={placement !== null && placement.entry === menu?.name}
          onClose={() => editor.setMenu(null)}
          onMove={commands.move}
          selected={menu !== null && editor.selection.selected.has(menu.name)}
          onSelect={(name) => commands.select({ type: 'toggle', name })}
          onInspect={commands.inspect}
          onShowInCode={(name) =>
            commands.showInCode(placement?.lane === 'hide' ? '/hide' : pointerTo('tools', name))
          }
          onForget={(name) =>
            gone ? commands.forget([name]) : commands.run({ type: 'remove-entry', tool: name })
          }
          gone={gone}
          changeHref={card?.tool?.state === 'changed' ? hrefOf(card.name) : null}
        />
      </Later>
      <Later wanted={open === 'publish'}>
        <PublishDialog
          {...opens('publish')}
          text={draft.text}
          broken={draft.problems.length > 0}
          issues={editor.issues}
          changes={editor.model.changes}
          tools={toolsByName}
          policy={policy}
          policyName={props.policy.name}
          isNew={published.policyId === ''}
          current={published.version}
          baseVersion={published.baseVersion}
          inForce={published.policy}
          replayed={
            editor.replay.now.state === 'done' && editor.replay.now.text === draft.text
              ? editor.replay.now.result
              : null
          }
          onCompare={() => onOpen('merge')}
          onLoad={() => loadCurrent(editor)}
          onKeep={published.rebase}
          onJump={({ offset = 0, length = 0 }) => {
            onOpen(null)
            editor.panels.revealInCode({ offset, length, focus: true })
          }}
          onPublish={async ({ name, comment }) => {
            const refused = await published.publish(draft.text, name, comment)
            if (refused === null)
              editor.announce('state', `Published version ${(published.version?.number ?? 0) + 1}.`)
            return refused
          }}
          grantHref={`/grants/new?server=${props.server.id}`}
        />
      </Later>
      <Later wanted={open === 'presets'}>
        <PresetDialog
          {...opens('presets')}
          policy={policy}
          tools={toolsByName}
          onApply={(text, said) => commands.run({ type: 'replace', text }, said)}
          onImport={() => onOpen('import')}
        />
      </Later>
      <Later wanted={open === 'import'}>
        <ImportDialog
          {...opens('import')}
          policy={policy}
          tools={toolsByName}
          details={editor.details.tools}
          onApply={(text, said) => commands.run({ type: 'replace', text }, said)}
        />
      </Later>
      <Later wanted={open === 'merge'}>
        <MergeDialog {...opens('merge')} editor={editor} loadVersions={props.actions.loadVersions} />
      </Later>
      <Later wanted={open === 'shortcuts'}>
        <ShortcutSheet {...opens('shortcuts')} />
      </Later>
    </>
  )
}
