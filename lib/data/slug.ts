// The short name of a server, as it will stand before its tools in `<slug>__<tool>`.
const MAX_LENGTH = 40

/** A name in lower-case letters, digits and single hyphens; empty where it has none of them. */
export function plainSlug(name: string, maxLength: number): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength)
    .replace(/^-+|-+$/g, '')
}

/** A slug of `name` that is not in `taken`: 'livetap', then 'livetap-2'. */
export function freeSlug(name: string, taken: ReadonlySet<string>): string {
  const base = plainSlug(name, MAX_LENGTH) || 'server'
  if (!taken.has(base)) return base
  for (let number = 2; ; number++) {
    if (!taken.has(`${base}-${number}`)) return `${base}-${number}`
  }
}
