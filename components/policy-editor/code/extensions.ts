// What the code pane's CodeMirror is made of. It keeps no history of its own: undo belongs to the draft.
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language'
import { type Diagnostic, lintGutter, lintKeymap } from '@codemirror/lint'
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import type { Format, Issue } from '#lib/policy/index.ts'
import { comments } from './comments.ts'
import { type CompletionSource, completion } from './completion.ts'
import { hangingIndent } from './hanging-indent.ts'
import { codeTheme } from './theme.ts'

/** Marks a change that came from the draft, so that it is not reported back to it. */
export const fromDraft = Annotation.define<boolean>()

export type CodeEvents = { typed: (text: string) => void; undo: () => void; redo: () => void }

export type CodeOptions = { label: string; editable: boolean; format: Format; completions: CompletionSource }

/** Where the language stands, so that it can be another while the cursor stays. */
export const language = new Compartment()

/** The language of a text as CodeMirror draws it. */
export function languageOf(format: Format): Extension {
  return format === 'yaml' ? yaml() : [json(), comments]
}

export function codeExtensions(events: CodeEvents, options: CodeOptions): Extension {
  const { label, editable, format, completions } = options
  const act = (run: () => void) => () => {
    run()
    return true
  }
  return [
    lineNumbers(),
    lintGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    drawSelection(),
    bracketMatching(),
    indentOnInput(),
    indentUnit.of('  '),
    closeBrackets(),
    language.of(languageOf(format)),
    codeTheme,
    EditorState.readOnly.of(!editable),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    hangingIndent,
    // Before the other keys: Enter and the arrows belong to an open list of suggestions.
    ...(editable ? [completion(completions)] : []),
    keymap.of([
      { key: 'Mod-z', run: act(events.undo), preventDefault: true },
      { key: 'Mod-Shift-z', run: act(events.redo), preventDefault: true },
      { key: 'Mod-y', run: act(events.redo), preventDefault: true },
      ...closeBracketsKeymap,
      ...lintKeymap,
      ...defaultKeymap,
    ]),
    EditorView.updateListener.of((update) => {
      const ours = update.transactions.some((transaction) => transaction.annotation(fromDraft))
      if (update.docChanged && !ours) events.typed(update.state.doc.toString())
    }),
  ]
}

/** An issue as CodeMirror draws it. @param size of the document, beyond which nothing can be marked */
export function diagnosticOf(issue: Issue, size: number): Diagnostic {
  const from = Math.min(issue.offset ?? 0, size)
  const to = Math.min(from + (issue.length ?? 0), size)
  return { from, to, severity: issue.severity, message: issue.message }
}
