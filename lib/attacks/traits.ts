// What of a tool an attack needs, told by the definition alone and quoted from it. A trait that finds
// nothing says nothing: a tool without the words is not called dangerous.

import type { Field, SignalKind } from '#lib/catalogue/index.ts'
import type { Category } from '#lib/policy/index.ts'
import * as says from './trait-words.ts'
import {
  hiddenIn,
  inDescription,
  inFields,
  inName,
  nameOf,
  type Quote,
  quoteOf,
  type ToolView,
  textsOf,
} from './view.ts'

export const TRAITS = [
  'acts-in-browser',
  'asks-for-conversation',
  'carries-secret',
  'configures-server',
  'costs-money',
  'deletes',
  'gives-access',
  'hides-text',
  'instructs-in-description',
  'instructs-in-schema',
  'moves-money',
  'names-channel',
  'names-cluster-resource',
  'names-file-key',
  'names-local-path',
  'names-path',
  'names-recipient',
  'names-repository',
  'names-table',
  'opens-url',
  'reads-foreign',
  'reads-repository',
  'reads-telemetry',
  'runs-code',
  'runs-command',
  'runs-query',
  'saves-to-path',
  'sends-text',
] as const
export type Trait = (typeof TRAITS)[number]

type Finder = {
  /** After "It …". */
  readonly says: string
  readonly find: (view: ToolView) => Quote | null
}

export const FINDERS: Readonly<Record<Trait, Finder>> = {
  'acts-in-browser': { says: 'acts in a browser', find: actsInBrowser },
  'asks-for-conversation': {
    says: 'has room for the conversation or the agent’s reasoning',
    find: (view) =>
      inFields(view, says.CONVERSATION) ?? inFields(view, says.PERHAPS_CONVERSATION, says.SAYS_CONVERSATION),
  },
  'carries-secret': {
    says: 'takes a secret as an argument',
    find: bySignal(
      ['secret'],
      ({ name, description }) => says.KEY_NAME.test(name) && !says.NO_KEY.test(description),
    ),
  },
  'configures-server': {
    says: 'changes how a web server is set up',
    find: (view) =>
      isOf(view, 'Write', 'Execute', 'Destructive') ? namedAfter(view, says.WEB_SERVERS) : null,
  },
  'costs-money': { says: 'costs something each time', find: costsMoney },
  deletes: { says: 'takes something away for good', find: (view) => byCategory(view, 'Destructive') },
  'gives-access': { says: 'gives people rights or hands something over', find: givesAccess },
  'hides-text': { says: 'holds text that a screen does not show', find: hidesText },
  'instructs-in-description': {
    says: 'gives the agent orders that its user does not see',
    find: (view) => inDescription(view, says.ORDERS),
  },
  'instructs-in-schema': { says: 'gives the agent orders in its input schema', find: ordersInSchema },
  'moves-money': { says: 'sends money on', find: movesMoney },
  'names-channel': {
    says: 'lets the agent choose the channel',
    find: (view) => inFields(view, says.CHANNEL),
  },
  'names-cluster-resource': {
    says: 'takes the name of something in a cluster',
    find: (view) => (namedAfter(view, says.CLUSTER) ? inFields(view, says.NAMESPACE) : null),
  },
  'names-file-key': { says: 'takes a key of a design file', find: (view) => inFields(view, says.FILE_KEY) },
  'names-local-path': { says: 'takes a path of a file system', find: localPath },
  'names-path': { says: 'takes a path', find: bySignal(['path'], isPlace) },
  'names-recipient': {
    says: 'lets the agent choose who receives it',
    find: (view) =>
      inFields(view, says.RECIPIENT) ?? inFields(view, says.PERHAPS_RECIPIENT, says.SAYS_RECIPIENT),
  },
  'names-repository': {
    says: 'lets the agent choose the repository',
    find: (view) => inFields(view, says.REPOSITORY),
  },
  'names-table': { says: 'lets the agent choose the table', find: (view) => inFields(view, says.TABLE) },
  'opens-url': { says: 'opens an address that the agent gives', find: opensUrl },
  'reads-foreign': { says: 'returns text that others wrote', find: readsForeign },
  'reads-repository': {
    says: 'reads files of a repository that the agent names',
    find: (view) => (isOf(view, 'Read') && inName(view, says.FILES) ? inFields(view, says.REPOSITORY) : null),
  },
  'reads-telemetry': { says: 'returns errors or logs that others can write to', find: readsTelemetry },
  'runs-code': {
    says: 'takes code from the agent and runs it',
    find: (view) => (isOf(view, 'Execute') ? code(view) : null),
  },
  'runs-command': {
    says: 'takes a command line from the agent',
    find: bySignal(['command', 'hidden-shell'], isDirect),
  },
  'runs-query': {
    says: 'runs a query that the agent writes',
    find: (view) => (isOf(view, 'Read', 'Execute', 'Other') ? query(view) : null),
  },
  'saves-to-path': {
    says: 'saves something where the agent says',
    find: bySignal(
      ['path'],
      (field) => isPlace(field) && says.SAVED.test(`${field.name} ${field.description}`),
    ),
  },
  'sends-text': { says: 'sends or publishes text', find: sendsText },
}

function isOf({ classification }: ToolView, ...categories: readonly Category[]): boolean {
  return categories.includes(classification.category)
}

/** The piece of the definition that decided the class. */
function byCategory(view: ToolView, category: Category): Quote | null {
  const { classification } = view
  if (classification.category !== category) return null
  const piece = classification.evidence.find((each) => each.says === category)
  return piece?.source === 'description' || piece?.source === 'inputSchema'
    ? { source: piece.source, text: piece.text }
    : nameOf(view)
}

type Fits = (field: Field) => boolean

function bySignal(kinds: readonly SignalKind[], fits: Fits): (view: ToolView) => Quote | null {
  return ({ classification, fields }) => {
    for (const { kind, path } of classification.signals) {
      const field = kinds.includes(kind) && fields.find((each) => each.path === path)
      if (field && fits(field)) return quoteOf(field)
    }
    return null
  }
}

/** The tool's own argument, not a part of something that it keeps. */
function isDirect({ path }: Field): boolean {
  return !path.includes('[') && !path.includes('.')
}

function isPlace({ description }: Field): boolean {
  return !says.NO_PATH.test(description)
}

function code(view: ToolView): Quote | null {
  return bySignal(['code'], ({ name }) => !/(?:path|tests?)$/.test(name))(view)
}

function query(view: ToolView): Quote | null {
  return bySignal(['query'], isDirect)(view)
}

// A path within a repository is no path of a file system, and one to save at is told apart.
function localPath(view: ToolView): Quote | null {
  if (inFields(view, says.REPOSITORY)) return null
  const fits: Fits = (field) =>
    isPlace(field) &&
    says.LOCAL_NAME.test(field.name) &&
    !says.SAVED.test(`${field.name} ${field.description}`)
  return bySignal(['path'], fits)(view)
}

function namedAfter(view: ToolView, words: ReadonlySet<string>): Quote | null {
  return inName(view, words) ?? ([...view.server].some((word) => words.has(word)) ? nameOf(view) : null)
}

function actsInBrowser(view: ToolView): Quote | null {
  return isOf(view, 'Execute', 'Write') && namedAfter(view, says.BROWSER)
    ? inName(view, says.BROWSER_ACTS)
    : null
}

function costsMoney(view: ToolView): Quote | null {
  const makes = inName(view, says.MAKING) && inName(view, says.MADE)
  const spends = isOf(view, 'Financial') && !view.words.some((word) => says.NO_SPENDING.has(word))
  return (
    inDescription(view, says.COSTS) ??
    inFields(view, says.TOKEN_COUNT) ??
    makes ??
    (spends ? nameOf(view) : null)
  )
}

function givesAccess(view: ToolView): Quote | null {
  const { words } = view
  if (!isOf(view, 'Write', 'Execute', 'Other') || words.some((word) => says.NO_ACCESS.has(word))) return null
  const isTransfer = words.includes('transfer') && says.TRANSFERRED.has(words.at(-1) ?? '')
  const isRight =
    words.some((word) => says.ACCESS_VERBS.has(word)) && says.ACCESS_NOUNS.has(words.at(-1) ?? '')
  return isTransfer || isRight ? nameOf(view) : null
}

function hidesText(view: ToolView): Quote | null {
  for (const { source, text } of textsOf(view)) {
    const label = hiddenIn(text)
    if (label !== null) return { source, text: label }
  }
  return null
}

function ordersInSchema(view: ToolView): Quote | null {
  const field = view.fields.find(
    ({ path, description, values }) =>
      says.ORDERS_IN_NAME.test(path) || says.ORDERS.test([description, ...values].join(' ')),
  )
  return field ? quoteOf(field) : null
}

function movesMoney(view: ToolView): Quote | null {
  if (!isOf(view, 'Financial') || view.words.some((word) => says.INCOMING.has(word))) return null
  const payee = inName(view, says.PAYING) ? inFields(view, says.PAYEE) : null
  return payee ?? inName(view, says.OUTGOING)
}

function opensUrl(view: ToolView): Quote | null {
  const opens = says.OPENING.test(view.name.replaceAll('_', ' ')) || says.OPENING.test(firstSentence(view))
  return opens && isOf(view, 'Read', 'Execute', 'Other') ? inFields(view, says.OPENS_URL) : null
}

function firstSentence({ description }: ToolView): string {
  return description.slice(0, 300).split(/[.\n]/)[0] ?? ''
}

// What strangers wrote comes by a noun ("issue", "messages"), from the web, or from the page in a browser.
function readsForeign(view: ToolView): Quote | null {
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

function readsTelemetry(view: ToolView): Quote | null {
  const { words } = view
  if (!isOf(view, 'Read') || words.some((word) => says.NO_TELEMETRY.has(word))) return null
  const reads = words.some((word) => says.READING.has(word))
  return words.some((word) => says.TELEMETRY.has(word) && (reads || !says.ONE_OF_TELEMETRY.has(word)))
    ? nameOf(view)
    : null
}

function sendsText(view: ToolView): Quote | null {
  if (!isOf(view, 'Write', 'Execute', 'Other')) return null
  const publishes =
    view.words.some((word) => says.PUBLISHING.has(word)) &&
    view.words.some((word) => says.PUBLISHED.has(word))
  const sends = inName(view, says.SENDING) !== null || publishes
  return sends && inFields(view, says.TEXT) ? nameOf(view) : null
}
