// What YAML made of a value that is none here: the reader sees characters, and the error a type.
import type { Issue } from '../issue.ts'
import { findPlace } from '../source/source.ts'
import type { SourceNode } from '../source/source-node.ts'

/** The issue, with a sentence about the notation where that may be all that is wrong. */
export function withYamlHint(text: string, root: SourceNode, issue: Issue): Issue {
  if (issue.code !== 'wrong-type' && issue.code !== 'wrong-value') return issue
  const { node, exact } = findPlace(root, issue.pointer)
  const hint = exact ? hintFor(node, text.slice(node.offset, node.offset + node.length)) : null
  return hint === null ? issue : { ...issue, message: `${issue.message} ${hint}` }
}

function hintFor({ type }: SourceNode, written: string): string | null {
  if (written === '')
    return 'Nothing stands here, which YAML reads as null: write {} for an entry without rules.'
  if (type === 'number' || type === 'boolean' || type === 'null') {
    const kind = type === 'number' ? 'a number' : type === 'boolean' ? 'true or false' : 'null'
    return `An unquoted ${written} is ${kind} in YAML: where a text is meant, write "${written}", in quotes.`
  }
  if (type !== 'string' || !/^(?:y|yes|n|no|on|off)$/i.test(written)) return null
  return `An unquoted ${written} is a text in YAML 1.2: write ${/^[yo]n?(?:es)?$/i.test(written) ? 'true' : 'false'}.`
}
