// What the sections of the inspector share: whose rules they show, and what may be chosen in them.
import type { Command, Entry, Issue, Policy } from '#lib/policy/index.ts'
import { useCommands } from '../editor-context.ts'
import type { Field } from '../rules/field.ts'
import { type Home, pointerOf } from '../rules/home.ts'

export type EntryView = {
  readonly home: Home
  /** The rules that are in force there, shorthands written out. */
  readonly entry: Entry
  readonly policy: Policy
  /** What conditions and sums can name; null while the tool’s definition is not here yet. */
  readonly fields: readonly Field[] | null
  /** Where these rules stand: the home’s own pointer, or that of the pattern that governs it. */
  readonly pointer: string
  readonly editable: boolean
  /** Everything wrong with the draft. */
  readonly issues: readonly Issue[]
}

/** Does a command unless the document would not take it; gives back why, in the parser’s words. */
export function useTry(home: Home): (command: Command) => string | null {
  const { run, refusalOf } = useCommands()
  return (command) => {
    const refusal = refusalOf(command)
    if (refusal !== null) return refusal
    if (home.tool !== null) run(command)
    else run(command, undefined, 'Change the rules for every tool')
    return null
  }
}

/** The pointer of something in the rules of a view: `/tools/send/deny_if/0`. */
export function placeIn(view: Pick<EntryView, 'pointer'>, ...keys: readonly (string | number)[]): string {
  return [view.pointer, ...keys].join('/')
}

/** What is known to be wrong below a pointer. */
export function issuesBelow(issues: readonly Issue[], pointer: string): readonly Issue[] {
  return issues.filter((issue) => issue.pointer === pointer || issue.pointer.startsWith(`${pointer}/`))
}

export function isOwn(view: EntryView): boolean {
  return view.pointer === pointerOf(view.home)
}
