'use client'

import { setDiagnostics } from '@codemirror/lint'
import { EditorSelection } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useLayoutEffect, useRef } from 'react'
import {
  applyEdits,
  type CompletionWorld,
  type Format,
  type Issue,
  type TextEdit,
} from '#lib/policy/index.ts'
import { differenceOf } from '../draft/difference.ts'
import { useLatest } from '../use-latest.ts'
import {
  type CodeEvents,
  codeExtensions,
  diagnosticOf,
  fromDraft,
  language,
  languageOf,
} from './extensions.ts'

export type Reveal = { readonly offset: number; readonly length: number; readonly focus: boolean }

export type CodeEditorProps = {
  text: string
  format: Format
  /** What is offered while somebody types. */
  world: CompletionWorld
  /** The edits that led to `text`, if they led from what the pane shows. */
  applied: readonly TextEdit[]
  issues: readonly Issue[]
  editable: boolean
  label: string
  /** Brings a span into sight and selects it; a new object each time. */
  reveal: Reveal | null
  events: CodeEvents
}

/** CodeMirror as a view of the draft: what is typed goes there, and what changes there comes back as edits. */
export function CodeEditor(props: CodeEditorProps) {
  const { text, format, applied, issues, reveal, editable, label } = props
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const latest = useLatest(props)

  useLayoutEffect(() => {
    if (host.current === null) return
    const events: CodeEvents = {
      typed: (typed) => latest.current.events.typed(typed),
      undo: () => latest.current.events.undo(),
      redo: () => latest.current.events.redo(),
    }
    const made = new EditorView({
      parent: host.current,
      doc: latest.current.text,
      extensions: codeExtensions(events, {
        ...{ label, editable, format: latest.current.format },
        completions: { format: () => latest.current.format, world: () => latest.current.world },
      }),
    })
    view.current = made
    return () => {
      made.destroy()
      view.current = null
    }
  }, [latest, label, editable])

  useEffect(() => {
    view.current?.dispatch({ effects: language.reconfigure(languageOf(format)) })
  }, [format])

  useLayoutEffect(() => {
    if (view.current !== null) follow(view.current, text, applied)
  }, [text, applied])

  useEffect(() => {
    const editor = view.current
    if (editor === null) return
    const size = editor.state.doc.length
    editor.dispatch(
      setDiagnostics(
        editor.state,
        issues.map((issue) => diagnosticOf(issue, size)),
      ),
    )
  }, [issues])

  useEffect(() => {
    const editor = view.current
    if (editor === null || reveal === null) return
    const from = Math.min(reveal.offset, editor.state.doc.length)
    const to = Math.min(reveal.offset + reveal.length, editor.state.doc.length)
    editor.dispatch({
      selection: EditorSelection.single(from, to),
      effects: EditorView.scrollIntoView(EditorSelection.range(from, to), { y: 'center' }),
    })
    if (reveal.focus) editor.focus()
  }, [reveal])

  return <div ref={host} className="h-full min-h-0 overflow-hidden" />
}

function follow(editor: EditorView, text: string, applied: readonly TextEdit[]): void {
  const shown = editor.state.doc.toString()
  if (shown === text) return
  const difference = differenceOf(shown, text)
  const edits = fits(shown, applied, text) ? applied : difference === null ? [] : [difference]
  editor.dispatch({
    changes: edits.map(({ offset, length, content }) => ({
      from: offset,
      to: offset + length,
      insert: content,
    })),
    annotations: fromDraft.of(true),
  })
}

// Many small edits keep the cursor and the scroll position where one large one would lose them.
function fits(shown: string, applied: readonly TextEdit[], text: string): boolean {
  return applied.length > 0 && applyEdits(shown, applied) === text
}
