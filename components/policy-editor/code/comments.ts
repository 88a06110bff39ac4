// Comments in the code pane. The JSON grammar of CodeMirror knows none, so they are found by the
// same scanner that reads the document, and drawn as what they are.
import { type Extension, type Range, StateField, type Text } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import { visit } from 'jsonc-parser'

const mark = Decoration.mark({ class: 'cm-comment' })
/** Beyond this a keystroke would wait for the scan. */
const SCANNED_CHARS = 400_000

const field = StateField.define<DecorationSet>({
  create: (state) => found(state.doc),
  update: (marks, transaction) => (transaction.docChanged ? found(transaction.newDoc) : marks),
  provide: (self) => EditorView.decorations.from(self),
})

export const comments: Extension = field

function found(doc: Text): DecorationSet {
  if (doc.length > SCANNED_CHARS) return Decoration.none
  const marks: Range<Decoration>[] = []
  visit(doc.toString(), {
    onComment: (offset, length) => {
      if (length > 0) marks.push(mark.range(offset, offset + length))
    },
  })
  return Decoration.set(marks)
}
