// Names that a person would take for one another. Policies compare names byte for byte (M1), so a twin is
// another tool; a person who accepts it should know whose twin it is.

// The letters of other scripts that are drawn like plain ones, small and capital, after NFKC.
const TWINS: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  г: 'r',
  ѕ: 's',
  т: 't',
  у: 'y',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  ѐ: 'e',
  ё: 'e',
  α: 'a',
  β: 'b',
  ϲ: 'c',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ω: 'w',
  ı: 'i',
  ɑ: 'a',
  ɡ: 'g',
  ⅼ: 'l',
  օ: 'o',
  ս: 'u',
  հ: 'h',
  ո: 'n',
  ց: 'g',
}

/** One text for all names that look alike; for comparing only. */
export function skeleton(name: string): string {
  const plain = name
    .normalize('NFKC')
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}\p{Zs}]/gu, '')
  return [...plain.toLowerCase()]
    .map((letter) => TWINS[letter] ?? letter)
    .join('')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')
    .replace(/0/g, 'o')
    .replace(/[1|]/g, 'l')
    .replace(/i/g, 'l')
    .replace(/[-.:/ ]/g, '_')
}

/** The other names that look like this one. */
export function twinsOf(name: string, others: readonly string[]): string[] {
  const own = skeleton(name)
  return others.filter((other) => other !== name && skeleton(other) === own)
}
