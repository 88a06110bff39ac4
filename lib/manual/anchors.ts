// Anchors of headings, as the places that show Markdown make them, so that a link works in the tree and in the
// product alike.

/** "Is it `merged`?" as `is-it-merged`. */
export function anchorOf(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
}

/** Gives each heading of one page an anchor of its own: the second of a name ends in `-1`. */
export function newAnchors(): (words: string) => string {
  const given = new Set<string>()
  return (words) => {
    const name = anchorOf(words) || 'section'
    let anchor = name
    for (let nth = 1; given.has(anchor); nth++) anchor = `${name}-${nth}`
    given.add(anchor)
    return anchor
  }
}
