// Names with `*` (M2, M3). A glob is kept as the literal pieces between its stars, so that matching
// is a prefix, a suffix and a left-to-right search, and never backtracks.

export type Glob = {
  readonly name: string
  readonly prefix: string
  readonly middles: readonly string[]
  readonly suffix: string
  /** How many characters (code points) are not `*`: the more, the more specific (M3). */
  readonly literals: number
}

export function isGlob(name: string): boolean {
  return name.includes('*')
}

export function compileGlob(name: string): Glob {
  const pieces = name.split('*')
  return {
    name,
    prefix: pieces[0] ?? '',
    middles: pieces.slice(1, -1).filter((piece) => piece !== ''),
    suffix: pieces.at(-1) ?? '',
    literals: [...name.replaceAll('*', '')].length,
  }
}

/** Whether the glob matches the whole name, byte for byte. */
export function globMatches(glob: Glob, name: string): boolean {
  if (name.length < glob.prefix.length + glob.suffix.length) return false
  if (!name.startsWith(glob.prefix) || !name.endsWith(glob.suffix)) return false
  const end = name.length - glob.suffix.length
  let from = glob.prefix.length
  for (const piece of glob.middles) {
    const at = name.indexOf(piece, from)
    if (at < 0 || at + piece.length > end) return false
    from = at + piece.length
  }
  return from <= end
}

/** Whether a name matches an entry of `hide`, which may be a glob or a plain name. */
export function nameMatches(pattern: string, name: string): boolean {
  return isGlob(pattern) ? globMatches(compileGlob(pattern), name) : pattern === name
}

/**
 * Whether some name matches both. Each has a star, so the pieces between can always be laid one after
 * the other; only the two beginnings and the two ends can be at odds.
 */
export function globsOverlap(a: Glob, b: Glob): boolean {
  const beginsAlike = a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix)
  const endsAlike = a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix)
  return beginsAlike && endsAlike
}

/** Most literal characters first; equal ones never match the same name (M3), so their order is of no account. */
export function sortGlobs(names: Iterable<string>): Glob[] {
  return [...names]
    .filter(isGlob)
    .map(compileGlob)
    .sort((a, b) => b.literals - a.literals)
}

/** The first glob in `sorted` that matches. */
export function findGlob<T extends Glob>(sorted: readonly T[], name: string): T | null {
  for (const glob of sorted) if (globMatches(glob, name)) return glob
  return null
}
