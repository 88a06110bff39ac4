'use client'

import { unifiedMergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { useLayoutEffect, useRef } from 'react'
import { notationOf } from '#lib/policy/index.ts'
import { languageOf } from '../code/extensions.ts'
import { hangingIndent } from '../code/hanging-indent.ts'
import { codeTheme } from '../code/theme.ts'

export type TextDifferenceProps = { before: string; after: string; label: string }

/** Two texts as one: lines that went struck through above those that came, long equal stretches folded. */
export function TextDifference({ before, after, label }: TextDifferenceProps) {
  const host = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (host.current === null) return
    const view = new EditorView({
      parent: host.current,
      doc: after,
      extensions: [
        lineNumbers(),
        languageOf(notationOf(after)),
        codeTheme,
        differenceTheme,
        hangingIndent,
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        unifiedMergeView({
          original: before,
          mergeControls: false,
          gutter: true,
          collapseUnchanged: { margin: 2, minSize: 4 },
          diffConfig: { scanLimit: 5000 },
        }),
      ],
    })
    return () => view.destroy()
  }, [before, after, label])
  return <div ref={host} className="max-h-[60vh] overflow-auto rounded-md border border-line" />
}

// Colour means severity in this product: what goes is struck through, what comes is underlined and marked.
const differenceTheme = EditorView.theme({
  '&': { height: 'auto' },
  '.cm-changedLine, .cm-insertedLine': { backgroundColor: 'var(--hover)', textDecoration: 'none' },
  '.cm-changedText': { background: 'var(--pressed)', textDecoration: 'none' },
  '.cm-deletedChunk': { backgroundColor: 'transparent', paddingLeft: '4px' },
  '.cm-deletedLine': { color: 'var(--ink-3)', textDecoration: 'line-through' },
  '.cm-deletedLine .cm-deletedText': { background: 'transparent' },
  '.cm-changeGutter': { width: '3px', paddingLeft: '0' },
  '.cm-changedLineGutter': { background: 'var(--ink)' },
  '.cm-deletedLineGutter': { background: 'var(--ink-3)' },
  '.cm-collapsedLines': {
    background: 'var(--sunken)',
    color: 'var(--ink-2)',
    padding: '4px 12px',
    cursor: 'pointer',
  },
})
