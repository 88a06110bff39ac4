// What people ask of a tool, answered from its definition, its class and the very documents that the answers
// name: an answer that speaks of a field brings the document that holds it.
import type { Evidence } from '#lib/catalogue/index.ts'
import type { JsonObject } from '#lib/json/index.ts'
import { type Category, isSchemaObject, type Severity } from '#lib/policy/index.ts'
import type { GuidedRule } from './rule.ts'
import { shownName, shownText } from './shown.ts'

export type Question = {
  readonly question: string
  /** Plain text; fields of the document stand in “ ”. */
  readonly answer: string
  /** The document that the answer is about, where it is about one. */
  readonly document?: JsonObject
  readonly json?: string
}

export type Asked = {
  readonly server: string
  readonly name: string
  readonly description?: string
  readonly inputSchema?: unknown
  readonly category: Category
  readonly severity: Severity
  readonly evidence?: readonly Evidence[]
  readonly rationale?: string
}

/** What may be done about a tool, each as a rule of its own. */
export type Ways = Readonly<Record<'recommended' | 'limit' | 'approve' | 'deny' | 'hide', GuidedRule>>

const DOES: Record<Category, string> = {
  Read: 'it looks something up and changes nothing',
  Write: 'it creates or changes something',
  Execute: 'it runs something: a program, a query, a job',
  Destructive: 'it removes something, perhaps for good',
  Financial: 'it moves money or commits somebody to pay',
  Other: 'its definition does not say enough to be put anywhere else',
}

/** @returns the questions in the order in which they are asked */
export function questionsOf(asked: Asked, ways: Ways): Question[] {
  const name = shownName(asked.name)
  const server = shownName(asked.server)
  return [
    { question: `What does ${name} do?`, answer: whatItDoes(asked) },
    { question: `What parameters does ${name} take?`, answer: parametersIn(asked) },
    { question: `How risky is ${name}?`, answer: howRisky(asked) },
    { question: `Which policy is recommended for ${name}?`, ...told(ways.recommended, '') },
    {
      question: `How do I limit how often agents call ${name}?`,
      ...told(ways.limit, 'Give it an entry under “tools” with “limits”. '),
    },
    {
      question: `How do I have a person approve ${name}?`,
      ...told(ways.approve, 'Give it an entry under “tools” with “require_approval”. '),
    },
    {
      question: `How do I block ${name}?`,
      ...told(
        ways.deny,
        'Give it an entry under “tools” with a rule in “deny_if” whose “conditions” are empty; “on_deny” is what the agent reads. ',
      ),
    },
    {
      question: `How do I keep agents from seeing ${name}?`,
      ...told(ways.hide, 'Put its name into “hide”. '),
    },
    {
      question: `Which server offers ${name}?`,
      answer: `${name} is a tool of ${server}. A policy is written for one server, so it governs this tool of ${server} and no other server's.`,
    },
  ]
}

// Where the tool cannot be named, no document holds the field: then the sentence alone says what is done.
function told({ sentence, document, json }: GuidedRule, how: string): Omit<Question, 'question'> {
  const names = how.match(/“[a-z_]+”/g) ?? []
  const isThere = names.every((name) => json.includes(`"${name.slice(1, -1)}"`))
  return { answer: `${isThere ? how : ''}${sentence}`, document, json }
}

const MAX_QUOTE = 300

function whatItDoes({ server, name, description = '', category }: Asked): string {
  const said = shownText(description, MAX_QUOTE)
  const quoted =
    said === ''
      ? `The server ${shownName(server)} says nothing about it.`
      : `The server ${shownName(server)} says of it: “${said}”`
  return `${shownName(name)} is classed as ${category}: ${DOES[category]}. ${quoted}`
}

const MAX_NAMED = 12

function parametersIn({ name, inputSchema }: Asked): string {
  const { properties, required } = isSchemaObject(inputSchema) ? inputSchema : {}
  const names = isSchemaObject(properties) ? Object.keys(properties) : []
  if (names.length === 0) return `The definition of ${shownName(name)} names no parameters.`
  const needed = new Set<unknown>(Array.isArray(required) ? required : [])
  const listed = names
    .slice(0, MAX_NAMED)
    .map((each) => (needed.has(each) ? `${shownName(each)} (required)` : shownName(each)))
  const more = names.length - listed.length
  const count = names.length === 1 ? 'one parameter' : `${names.length} parameters`
  return `It takes ${count}: ${listed.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}

function howRisky({ name, category, severity, evidence = [], rationale }: Asked): string {
  const [first] = evidence
  const because =
    first === undefined
      ? 'Nothing in its definition says what it does.'
      : `In its ${SOURCES[first.source] ?? first.source} stands “${shownText(first.text, MAX_QUOTE)}”.`
  const why = rationale === undefined ? because : shownText(rationale, MAX_RATIONALE)
  return `${shownName(name)} has ${severity.toLowerCase()} risk, because ${DOES[category]} (${category}). ${why}`
}

const MAX_RATIONALE = 800

const SOURCES: Readonly<Record<string, string>> = { inputSchema: 'input schema', server: 'server’s name' }
