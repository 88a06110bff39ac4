// Traits of what comes back from a tool: whose words they are, and whether the definition's own are what they seem.
import * as says from './trait-words.ts'
import {
  hiddenIn,
  inFields,
  inName,
  isOf,
  namedAfter,
  nameOf,
  type Quote,
  type ToolView,
  textsOf,
} from './view.ts'

export function opensUrl(view: ToolView): Quote | null {
  const opens = says.OPENING.test(view.name.replaceAll('_', ' ')) || says.OPENING.test(firstSentence(view))
  return opens && isOf(view, 'Read', 'Execute', 'Other') ? inFields(view, says.OPENS_URL) : null
}

function firstSentence({ description }: ToolView): string {
  return description.slice(0, 300).split(/[.\n]/)[0] ?? ''
}

// What strangers wrote comes by a noun ("issue", "messages"), from the web, or from the page in a browser.
export function readsForeign(view: ToolView): Quote | null {
  if (!isOf(view, 'Read')) return null
  const isWebSearch = view.words.includes('search') && namedAfter(view, says.WEB) !== null
  const isPage = namedAfter(view, says.BROWSER) && inName(view, says.PAGE_CONTENT)
  if (readsByNoun(view) || inName(view, says.SCRAPING) || isWebSearch || isPage) return nameOf(view)
  return opensUrl(view)
}

function readsByNoun({ words }: ToolView): boolean {
  if (!words.some((word) => says.READING.has(word)) || words.some((word) => says.OWN.has(word))) return false
  const cut = words.findIndex((word, at) => at > 0 && says.PREPOSITIONS.has(word))
  const head = cut < 0 ? words : words.slice(0, cut)
  const at = head.findLastIndex((word) => says.FOREIGN.has(word))
  const isOurs = head[at] === 'requests' && !says.WRITTEN_REQUESTS.has(head[at - 1] ?? '')
  return at >= 0 && !isOurs && head.slice(at + 1).every((word) => says.AFTER_FOREIGN.has(word))
}

export function readsTelemetry(view: ToolView): Quote | null {
  const { words } = view
  if (!isOf(view, 'Read') || words.some((word) => says.NO_TELEMETRY.has(word))) return null
  const reads = words.some((word) => says.READING.has(word))
  return words.some((word) => says.TELEMETRY.has(word) && (reads || !says.ONE_OF_TELEMETRY.has(word)))
    ? nameOf(view)
    : null
}

export function hidesText(view: ToolView): Quote | null {
  for (const { source, text } of textsOf(view)) {
    const label = hiddenIn(text)
    if (label !== null) return { source, text: label }
  }
  return null
}
