// The code pane in the product's own ink. Colour means severity here, so syntax is told apart by weight.
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const frame = EditorView.theme({
  '&': { height: '100%', fontSize: 'var(--text-13)', backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-geist-mono), ui-monospace, monospace', lineHeight: '1.25rem' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 12px 0 4px' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--ink-3)' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 6px 0 10px', minWidth: '32px' },
  '.cm-activeLine': { backgroundColor: 'var(--hover)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--pressed)' },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '3px 0 0 2px' },
  '.cm-lint-marker': { width: '12px', height: '12px', content: 'none' },
  '.cm-lint-marker-error': { backgroundColor: 'var(--ink)', borderRadius: '50%' },
  '.cm-lint-marker-warning': { border: '2px solid var(--ink-2)', borderRadius: '50%' },
  '.cm-lintRange': { backgroundImage: 'none', paddingBottom: '0' },
  '.cm-lintRange-error': { textDecoration: 'underline wavy var(--ink) 1px', textUnderlineOffset: '3px' },
  '.cm-lintRange-warning': {
    textDecoration: 'underline dotted var(--ink-2) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    border: 'none',
    borderRadius: 'var(--radius-md)',
    boxShadow: 'var(--float)',
    color: 'var(--ink)',
    fontFamily: 'var(--font-geist-sans), system-ui, sans-serif',
  },
  '.cm-diagnostic': { border: 'none', padding: '6px 10px', maxWidth: '24rem' },
  '.cm-comment': { color: 'var(--ink-3)', fontStyle: 'italic' },
})

const ink = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--ink)', fontWeight: '500' },
  { tag: tags.string, color: 'var(--ink-2)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--ink)' },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: 'var(--ink-3)' },
])

export const codeTheme = [frame, syntaxHighlighting(ink)]
