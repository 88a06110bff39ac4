// The words that generated servers are made of. Ours: as short as gives a catalogue of half a million tools as many
// different names and words as a real one has.
const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '')

/** A verb of a name, and how its description begins. */
export const ACTS: readonly (readonly [verb: string, says: string])[] = [
  ['get', 'Get'],
  ['get', 'Retrieves'],
  ['list', 'List'],
  ['list', 'Returns all'],
  ['search', 'Search for'],
  ['find', 'Finds'],
  ['read', 'Reads'],
  ['describe', 'Describe'],
  ['count', 'Counts'],
  ['export', 'Exports'],
  ['create', 'Create a new'],
  ['create', 'Creates'],
  ['add', 'Adds'],
  ['update', 'Update an existing'],
  ['set', 'Sets'],
  ['rename', 'Renames'],
  ['move', 'Moves'],
  ['send', 'Sends'],
  ['publish', 'Publishes'],
  ['assign', 'Assigns'],
  ['archive', 'Archives'],
  ['import', 'Imports'],
  ['run', 'Runs'],
  ['execute', 'Executes'],
  ['trigger', 'Triggers'],
  ['start', 'Starts'],
  ['stop', 'Stops'],
  ['deploy', 'Deploys'],
  ['delete', 'Permanently deletes'],
  ['remove', 'Removes'],
  ['purge', 'Purges'],
  ['revoke', 'Revokes'],
  ['cancel', 'Cancels'],
  ['pay', 'Pays'],
  ['refund', 'Refunds'],
  ['charge', 'Charges'],
  ['transfer', 'Transfers'],
  ['validate', 'Validates'],
  ['sync', 'Synchronizes'],
  ['watch', 'Watches'],
]

export const THINGS = words(`
  issue comment label milestone repository branch commit pull_request review release workflow pipeline build artifact
  deployment environment secret variable cluster namespace node pod container image volume network firewall gateway
  route certificate domain record zone bucket object folder file document page block database table row column view
  query index schema migration backup snapshot instance server function queue topic subscription stream message channel
  thread conversation contact customer account organization team member role permission group user profile session
  token key webhook event alert incident monitor dashboard metric log trace report chart campaign audience segment
  template email newsletter form survey response ticket agent call recording transcript meeting calendar appointment
  booking reservation room flight hotel order cart product variant price discount coupon invoice payment refund payout
  balance transaction statement card wallet charge plan quote contract signature lead deal opportunity task project
  board sprint epic story note tag category collection playlist track album video clip photo asset font layer component
  design frame shipment parcel address warehouse inventory supplier vehicle driver trip sensor device firmware reading
  forecast station patient prescription lesson course student grade article feed bookmark translation glossary model
  dataset experiment prompt embedding vector entity relation observation license vulnerability package dependency
  mandate installment subscription boleto tax return employee payroll shift candidate vacancy`)

export const KINDS = words(`
  active archived open closed pending recent failed scheduled shared private public draft default custom related nested
  monthly daily global internal external primary secondary bulk partial latest next previous all`)

export const PRODUCTS = words(`
  acorn atlas aurora basalt beacon birch bluebird cascade cedar cinder clover cobalt comet copper coral crescent delta
  drift ember falcon fern fjord flint forge garnet glacier granite harbor hazel heron horizon indigo iris ivory jasper
  juniper kestrel lagoon lantern larch lilac linden lotus lumen maple marble meadow meridian mesa mistral monsoon
  nebula nimbus nova oak oasis onyx opal orbit orchard osprey otter pebble pelican phoenix pine plover polar prairie
  prism quartz quill raven reef ridge river robin saffron sage sequoia sierra slate solstice sparrow spruce summit
  swift tamarind teal tern thicket thistle tidal timber topaz tundra umber vale velvet violet walnut willow wren zephyr`)

export const FIELDS = words(`
  crm erp hr billing banking commerce maps weather search mail chat docs notes storage compute metrics security identity
  payments analytics design video music games travel health learning news legal energy logistics sensors robotics
  translation speech vision research genomics realty insurance events tickets surveys recruiting`)

/** Parameters: name, JSON Schema type, what it says. */
export const PARAMETERS: readonly (readonly [name: string, type: string, says: string])[] = [
  ['id', 'string', 'The unique identifier'],
  ['name', 'string', 'A name that people will see'],
  ['description', 'string', 'A longer text, in Markdown'],
  ['limit', 'integer', 'The maximum number of results to return (default 20)'],
  ['cursor', 'string', 'Where the previous page ended'],
  ['query', 'string', 'Words to look for; operators such as AND and OR are understood'],
  ['filter', 'object', 'Conditions that every result must meet'],
  ['status', 'string', 'One of open, closed or all'],
  ['since', 'string', 'Only what changed after this instant (ISO 8601)'],
  ['until', 'string', 'Only what changed before this instant (ISO 8601)'],
  ['path', 'string', 'The path of the file, relative to the root'],
  ['url', 'string', 'An absolute URL'],
  ['body', 'string', 'The text to send'],
  ['labels', 'array', 'Labels to put on it'],
  ['assignee', 'string', 'Who is responsible'],
  ['amount', 'number', 'The amount in the smallest unit of the currency'],
  ['currency', 'string', 'Three letters, such as EUR'],
  ['force', 'boolean', 'Do it even where something depends on it'],
  ['dry_run', 'boolean', 'Only say what would be done'],
  ['page', 'integer', 'Which page, from 1'],
  ['sort', 'string', 'The field to sort by'],
  ['fields', 'array', 'The fields to include in the response'],
  ['metadata', 'object', 'Keys and values of your own'],
  ['timeout', 'integer', 'How many seconds to wait'],
]

/** What descriptions go on with. */
export const SENTENCES: readonly string[] = [
  'Requires an API key with the matching scope.',
  'Returns the identifier together with the time of the last change.',
  'Use this when the user asks for details; for several at once use the list tool instead.',
  'Results are sorted by date, newest first, and paged with a cursor.',
  'Fails where the resource does not exist or is not visible to the caller.',
  'The response is JSON; large fields are cut after 10,000 characters.',
  'Rate limits of the provider apply, so repeat with a pause after an error.',
  'Works for workspaces in every region and honours the permissions of the connected account.',
  'Dates are given in UTC. Unknown fields are ignored.',
  'This cannot be undone.',
]
