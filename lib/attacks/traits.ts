// What of a tool an attack needs, told by the definition alone and quoted from it. A trait that finds
// nothing says nothing: a tool without the words is not called dangerous.

import { actsInBrowser, byCategory, costsMoney, givesAccess, movesMoney, sendsText } from './find-in-acts.ts'
import { bySignal, code, isDirect, isPlace, localPath, ordersInSchema, query } from './find-in-parameters.ts'
import { hidesText, opensUrl, readsForeign, readsTelemetry } from './find-in-reading.ts'
import * as says from './trait-words.ts'
import { inDescription, inFields, inName, isOf, namedAfter, type Quote, type ToolView } from './view.ts'

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
