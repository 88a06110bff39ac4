// Finding attacks by words, class and kind. The library is small: every look is at all of it.
import { ATTACK_CLASSES, ATTACK_KINDS, type Attack, type AttackClass, type AttackKind } from './attack.ts'
import { ATTACKS } from './library.ts'
import { CLASS_WORDS, KIND_WORDS } from './words.ts'

export type AttackSearch = {
  /** Every word must begin a word of what the library says of the attack. */
  readonly q?: string | undefined
  readonly class?: AttackClass | undefined
  readonly kind?: AttackKind | undefined
}
export type FoundAttacks = {
  /** The newest first. */
  readonly attacks: readonly Attack[]
  /** How many there would be of each class under the same words and kind, and of each kind under the same words and class. */
  readonly byClass: ReadonlyMap<AttackClass, number>
  readonly byKind: ReadonlyMap<AttackKind, number>
}

const TEXTS: ReadonlyMap<Attack, string> = new Map(ATTACKS.map((attack) => [attack, textOf(attack)]))

export function searchAttacks({ q = '', class: of, kind }: AttackSearch = {}): FoundAttacks {
  const words = plain(q)
    .split(/\s+/)
    .filter((word) => word !== '')
  const said = ATTACKS.filter((attack) => words.every((word) => TEXTS.get(attack)?.includes(word)))
  const ofKind = said.filter((attack) => kind === undefined || attack.kind === kind)
  const ofClass = said.filter((attack) => of === undefined || attack.class === of)
  return {
    attacks: ofKind
      .filter((attack) => ofClass.includes(attack))
      .sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0)),
    byClass: new Map(ATTACK_CLASSES.map((each) => [each, ofKind.filter((a) => a.class === each).length])),
    byKind: new Map(ATTACK_KINDS.map((each) => [each, ofClass.filter((a) => a.kind === each).length])),
  }
}

function textOf(attack: Attack): string {
  const { title, summary, ids, steps, sources, date, slug } = attack
  const publishers = sources.map(({ publisher }) => publisher)
  const named = [CLASS_WORDS[attack.class], KIND_WORDS[attack.kind].word]
  return ` ${plain([title, summary, slug, date, ...named, ...ids, ...steps, ...publishers].join(' '))}`
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
}
