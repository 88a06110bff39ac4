// A long line that wraps goes on under its own text, not at the left edge.
import { type Extension, RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'

/** Deeper text would leave no room on a phone. */
const DEEPEST = 16
const styles = Array.from({ length: DEEPEST + 1 }, (_, depth) =>
  Decoration.line({
    attributes: { style: `text-indent:-${depth + 2}ch;padding-left:calc(${depth + 2}ch + 4px)` },
  }),
)

class HangingIndent {
  decorations: DecorationSet
  constructor(view: EditorView) {
    this.decorations = indents(view)
  }
  update(update: ViewUpdate) {
    if (update.docChanged || update.viewportChanged) this.decorations = indents(update.view)
  }
}

export const hangingIndent: Extension = [
  EditorView.lineWrapping,
  ViewPlugin.fromClass(HangingIndent, { decorations: (plugin) => plugin.decorations }),
]

function indents(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at)
      const depth = /^ */.exec(line.text)?.[0].length ?? 0
      const style = styles[Math.min(depth, DEEPEST)]
      if (style !== undefined) builder.add(line.from, line.from, style)
      at = line.to + 1
    }
  }
  return builder.finish()
}
