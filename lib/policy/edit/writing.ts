// How a format is written into. The editing core says what the document should become; a layout says
// which characters that takes, so that what was not asked to change stays byte for byte.
import type { Json } from '#lib/json/index.ts'
import type { SourceNode } from '../source/source-node.ts'
import type { TextEdit } from './command.ts'

/** A value in the tree, with what it stands in. The root stands in nothing. */
export type Slot = {
  readonly node: SourceNode
  /** The property that it is the value of. */
  readonly property?: SourceNode
  /** The object or list that it stands in. */
  readonly parent?: SourceNode
}

/** A new member, or (with the key null) a new element. */
export type Addition = readonly [key: string | null, value: Json]

/** What happens to the members of one object or list. */
export type Change = {
  readonly slot: Slot
  /** Members (as property nodes) or elements of it. */
  readonly removed: ReadonlySet<SourceNode>
  /** They come after the last one that stays. */
  readonly added: readonly Addition[]
}

/** Edits of one text; those of a whole command never overlap. */
export type Layout = {
  /** Another value in the place of one. */
  replace(slot: Slot, value: Json): TextEdit[]
  change(change: Change): TextEdit[]
  /** A key as it is written in the place of `keyNode`, a member of `parent`. */
  printKey(key: string, keyNode: SourceNode, parent: SourceNode): string
}
