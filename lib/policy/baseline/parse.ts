// The document of a baseline, or everything that is wrong with it (S1).
import { canonicalJson, isJsonObject, type Json, jsonObject, member } from '#lib/json/index.ts'
import { failure, type Issue, type Parsed } from '../issue.ts'
import { childPointer } from '../pointer.ts'
import type { Entry, Policy } from '../policy.ts'
import { parsePolicy } from '../read/parse.ts'
import type { PolicyDocument } from '../read/parse-text.ts'
import { readDocument } from '../source/document-source.ts'
import { locateIssue } from '../source/source.ts'
import type { Format } from '../source/source-node.ts'

/** A baseline as a policy whose `default` is `allow`, or all of its issues. */
export function parseBaseline(document: Json): Parsed<Policy> {
  const read = parsePolicy(withDefault(document))
  const issues = [
    ...(read.ok ? [] : read.issues),
    ...strangers(document),
    ...(read.ok ? idle(read.value) : []),
  ]
  return failure(issues) ?? read
}

/** The same of a text, each issue with its place. */
export function parseBaselineText(text: string, format: Format = 'jsonc'): Parsed<PolicyDocument> {
  const source = readDocument(text, format)
  if (!source.ok) return source
  const { document, faults, root } = source.value
  const policy = parseBaseline(document)
  const issues = policy.ok ? [] : policy.issues.map((issue) => locateIssue(root, issue))
  const refused = failure([...faults, ...issues].toSorted((a, b) => (a.offset ?? 0) - (b.offset ?? 0)))
  if (refused) return refused
  if (!policy.ok) return policy
  const written = isJsonObject(document) ? document : jsonObject()
  return {
    ok: true,
    value: { policy: policy.value, document: written, canonical: canonicalJson(document), root },
  }
}

function withDefault(document: Json): Json {
  if (!isJsonObject(document) || Object.hasOwn(document, 'default')) return document
  return jsonObject([...Object.entries(document), ['default', 'allow']])
}

/** What only a policy can say. */
function strangers(document: Json): Issue[] {
  if (!isJsonObject(document)) return []
  const issues: Issue[] = []
  if (member(document, 'default') === 'deny')
    issues.push(
      stranger(
        '/default',
        'A baseline refuses what it names, and leaves the rest to each policy: leave “default” out.',
      ),
    )
  if (Object.hasOwn(document, 'methods'))
    issues.push(
      stranger('/methods', 'A baseline speaks of tool calls alone: say in each policy which methods pass.'),
    )
  return issues
}

/** Entries that refuse no call, and so would read as a permission. */
function idle({ tools }: Policy): Issue[] {
  return [...tools]
    .filter(([, entry]) => refusesNone(entry))
    .map(([name]) =>
      stranger(
        childPointer('/tools', name),
        `A baseline permits nothing: give ${name} a rule that refuses, or leave it to each policy.`,
      ),
    )
}

function refusesNone({ strict_arguments, require, deny_if, require_approval, limits }: Entry): boolean {
  return (
    !strict_arguments && require.length + deny_if.length + limits.length === 0 && require_approval === null
  )
}

function stranger(pointer: string, message: string): Issue {
  return { code: 'not-in-baseline', pointer, message, severity: 'error' }
}
