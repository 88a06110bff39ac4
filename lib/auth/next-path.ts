// Where to go after signing in: a path of ours, whatever a link says (no open redirect).

/** `next` where it is a path on this site, else `fallback`. */
export function localPath(next: string | null | undefined, fallback = '/servers'): string {
  // Browsers read a backslash as a slash and drop tabs and line breaks, so `/\evil` is another host.
  if (!next || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next)) return fallback
  const base = 'http://portcullis.invalid'
  const url = URL.canParse(next, base) ? new URL(next, base) : null
  // "/..//host" only becomes "//host" once its dots are resolved.
  return url?.origin === base && !url.pathname.startsWith('//')
    ? url.pathname + url.search + url.hash
    : fallback
}
