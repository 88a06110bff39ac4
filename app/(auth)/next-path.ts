const HOME = '/overview'
const NOWHERE = 'http://nowhere.invalid'

/** Where to go after signing in: a path of this site, and nothing else a link could smuggle in. */
export function nextPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || /[\\\p{Cc}]/u.test(wanted)) return HOME
  if (!URL.canParse(wanted, NOWHERE)) return HOME
  const url = new URL(wanted, NOWHERE)
  // "/..//host" only becomes "//host" once its dots are resolved.
  const ours = url.origin === NOWHERE && !url.pathname.startsWith('//')
  return ours ? url.pathname + url.search + url.hash : HOME
}
