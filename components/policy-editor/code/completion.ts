// Completion and explanation in the code pane: what the language, the server's tools and their arguments
// know of the place where the cursor stands.
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
  type Completion as Suggestion,
  snippet,
  startCompletion,
} from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import { hoverTooltip, keymap } from '@codemirror/view'
import {
  type Completion,
  type CompletionWorld,
  completionsAt,
  type Format,
  meaningAt,
} from '#lib/policy/index.ts'

export type CompletionSource = { readonly format: () => Format; readonly world: () => CompletionWorld }

export function completion(source: CompletionSource): Extension {
  return [
    autocompletion({
      override: [(context) => suggest(context, source)],
      icons: false,
      maxRenderedOptions: 200,
    }),
    keymap.of(completionKeymap),
    meaningOnHover(source),
  ]
}

/** While a name is typed, or when it is asked for: nothing pops up after a bracket or a comma. */
function suggest(context: CompletionContext, { format, world }: CompletionSource): CompletionResult | null {
  const { state, pos, explicit } = context
  if (!explicit && !/[\w"'$.]/.test(state.sliceDoc(pos - 1, pos))) return null
  const found = completionsAt(state.doc.toString(), pos, format(), world())
  if (found === null) return null
  const quote = /["']/.test(state.sliceDoc(found.from, found.from + 1)) ? 1 : 0
  return {
    from: Math.min(found.from + quote, pos),
    options: found.options.map((option) => suggestionOf(option, found, pos)),
    validFor: /^[\w.$*-]*$/,
  }
}

function suggestionOf(option: Completion, place: { from: number; to: number }, asked: number): Suggestion {
  const isSentence = option.kind === 'key'
  return {
    label: option.label,
    ...(option.detail === '' ? {} : isSentence ? { info: option.detail } : { detail: option.detail }),
    apply: (view, suggestion, _from, to) => {
      // A brace of a tool's name is not a place for the cursor.
      const template = option.kind === 'key' ? option.insert : option.insert.replace(/\$\{/g, '$\\{')
      snippet(template)(view, suggestion, place.from, place.to + (to - asked))
      if (isSentence) startCompletion(view)
    },
  }
}

function meaningOnHover({ format }: CompletionSource): Extension {
  return hoverTooltip((view, pos) => {
    const says = meaningAt(view.state.doc.toString(), pos, format())
    if (says === null) return null
    return {
      pos,
      create: () => {
        const dom = document.createElement('div')
        dom.className = 'cm-meaning'
        dom.textContent = says
        return { dom }
      },
    }
  })
}
