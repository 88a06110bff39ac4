// What every entry of the library must be: whole, unique, dated, and in our own words.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ATTACK_CLASSES, ATTACK_KINDS, type Attack, type AttackDate } from './attack.ts'
import { ATTACKS, findAttack } from './library.ts'

const each = ATTACKS.map((attack) => [attack.slug, attack] as const)
const DATE = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/
const ID = /^(?:CVE-\d{4}-\d{4,}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})$/

const isDate = (date: AttackDate) =>
  DATE.test(date) && (date.length < 10 || new Date(`${date}T00:00:00Z`).toISOString().startsWith(date))

/** The sentences a page shows; the words of documents and example calls are no prose. */
function textsOf(attack: Attack): string[] {
  const { defence } = attack
  return [
    attack.title,
    attack.summary,
    ...attack.steps,
    attack.abuses.tools,
    defence.coverage === 'outside' ? defence.instead : defence.does,
    ...attack.unseen,
  ]
}

describe('the attack library', () => {
  it('holds more than thirty attacks of every class and kind, and finds each by its slug', () => {
    expect(ATTACKS.length).toBeGreaterThanOrEqual(36)
    expect(new Set(ATTACKS.map(({ slug }) => slug)).size).toBe(ATTACKS.length)
    expect(new Set(ATTACKS.map((attack) => attack.class))).toEqual(new Set(ATTACK_CLASSES))
    expect(new Set(ATTACKS.map(({ kind }) => kind))).toEqual(new Set(ATTACK_KINDS))
    for (const attack of ATTACKS) expect(findAttack(attack.slug)).toBe(attack)
    expect(findAttack('constructor')).toBeNull()
  })

  it('lists every file of its folder', () => {
    const files = readdirSync(resolve(import.meta.dirname, 'library')).map((name) =>
      name.replace(/\.ts$/, ''),
    )
    expect(new Set(ATTACKS.map(({ slug }) => slug))).toEqual(new Set(files))
  })

  it.each(each)(
    '%s is whole: slug, date, numbers, steps, sources over https, what is not seen',
    (_, attack) => {
      expect(attack.slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
      expect(isDate(attack.date)).toBe(true)
      for (const id of attack.ids) expect(id).toMatch(ID)
      expect(attack.steps.length).toBeGreaterThanOrEqual(3)
      expect(attack.unseen.length).toBeGreaterThan(0)
      expect(attack.sources.length).toBeGreaterThan(0)
      for (const { title, publisher, url, date } of attack.sources) {
        expect(new URL(url).protocol).toBe('https:')
        expect(new URL(url).username).toBe('')
        expect(`${title}${publisher}`).not.toBe('')
        expect(date === null || isDate(date), `${url} ${date}`).toBe(true)
      }
      for (const text of textsOf(attack)) expect(text.trim(), text).not.toBe('')
      for (const text of textsOf(attack)) expect(text, text).not.toMatch(/[\p{Cc}\p{Cf}]|!$/u)
    },
  )

  it.each(each)('%s is related to others that exist, and not to itself', (slug, { related }) => {
    expect(related.length).toBeGreaterThan(0)
    expect(new Set(related).size).toBe(related.length)
    for (const other of related) expect(findAttack(other), other).not.toBeNull()
    expect(related).not.toContain(slug)
  })

  it('says each thing once', () => {
    const long = ATTACKS.flatMap(textsOf).filter((text) => text.split(' ').length > 4)
    expect(long.filter((text, at) => long.indexOf(text) !== at)).toEqual([])
  })

  it('lists a page once for each attack', () => {
    for (const { slug, sources } of ATTACKS)
      expect(new Set(sources.map(({ url }) => url)).size, slug).toBe(sources.length)
  })

  it('copies no sentence of its sources as they lie beside the tree', (context) => {
    const folder = resolve('../shared/reference')
    if (!existsSync(folder)) return context.skip('the references are not beside this tree')
    const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
    const runsOf = (words: readonly string[]) =>
      words.flatMap((_, at) => (at + 9 <= words.length ? [words.slice(at, at + 9).join(' ')] : []))
    const known = new Set(
      readdirSync(folder).flatMap((name) => runsOf(wordsOf(readFileSync(resolve(folder, name), 'utf8')))),
    )
    expect(known.size).toBeGreaterThan(1_000)
    const copied = ATTACKS.flatMap(textsOf).flatMap((text) =>
      runsOf(wordsOf(text)).filter((run) => known.has(run)),
    )
    expect(copied).toEqual([])
  })
})
