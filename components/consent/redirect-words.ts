const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** Where an answer goes, in words. @param place an origin, or the scheme of an app with its colon */
export function redirectWords(place: string): string {
  if (LOOPBACK.test(place)) return `A program on this computer (${place.slice('http://'.length)})`
  return place.startsWith('https://') ? place.slice('https://'.length) : `The app that opens ${place} links`
}
