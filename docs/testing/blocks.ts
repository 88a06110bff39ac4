// The fenced blocks of a document, and what the first line of each says that it is.
import { readFileSync } from 'node:fs'
import {
  compilePolicy,
  type Policy,
  parseCasesText,
  runPolicyTests,
  type ToolFacts,
} from '#lib/policy/index.ts'

export type Block = {
  /** Where it stands, for messages: `docs/x.md:12`. */
  readonly place: string
  readonly language: string
  /** `json policy=first file=policy.json` has two; a bare word has the value ''. */
  readonly tags: ReadonlyMap<string, string>
  readonly text: string
}

export function blocksOf(file: string): Block[] {
  const blocks: Block[] = []
  let open: { line: number; language: string; tags: Map<string, string>; lines: string[] } | null = null
  let indent = ''
  for (const [index, whole] of readFileSync(file, 'utf8').split('\n').entries()) {
    // A block in a list stands further in, with all of its lines.
    if (!open) indent = /^ */.exec(whole)?.[0] ?? ''
    const line = whole.startsWith(indent) ? whole.slice(indent.length) : whole
    if (!line.startsWith('```')) open?.lines.push(line)
    else if (open) {
      const { line: from, language, tags, lines } = open
      blocks.push({ place: `${file}:${from}`, language, tags, text: `${lines.join('\n')}\n` })
      open = null
    } else {
      const [language = '', ...words] = line.slice(3).split(' ')
      open = { line: index + 1, language, tags: new Map(words.map(tagOf)), lines: [] }
    }
  }
  if (open) throw new Error(`${file}:${open.line}: this block is not closed`)
  return blocks
}

function tagOf(word: string): [string, string] {
  const [key = '', value = ''] = word.split('=')
  return [key, value]
}

/**
 * Lines such as `30 × send {"to": "a"} with {"at": "+1m"} → deny /tools/send/deny_if/0 "No."` as a test
 * file of one sequence: each is a call and what must be decided on it.
 */
export function casesIn({ place, text }: Block): string {
  const sequence = text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [asked = '', decided = ''] = line.split(' → ')
      const call = /^(?:(\d+) × )?(\S+?)(?: (\{.*?\}))?(?: with (\{.*\}))?\s*$/.exec(asked)
      const result = /^(allow|deny|await)(?: (\(.+?\)|\/\S+))?(?: (".*"))?$/.exec(decided)
      if (!call || !result) throw new Error(`${place}: this is no call and decision: ${line}`)
      const [, times, tool, args, facts] = call
      const [, effect, rule, message] = result
      return {
        call: { tool, arguments: JSON.parse(args ?? '{}'), ...JSON.parse(facts ?? '{}') },
        ...(times === undefined ? {} : { repeat: Number(times) }),
        expect: {
          effect,
          ...(rule === undefined ? {} : { rule }),
          ...(message === undefined ? {} : { message: JSON.parse(message) }),
        },
      }
    })
  return JSON.stringify({ cases: [{ name: place, sequence }] })
}

/** The cells of the rows of the table that begins with this head. */
export function rowsOf(document: string, head: string): string[][] {
  const lines = document.split('\n')
  const start = lines.findIndex((line) => line.startsWith(head))
  if (start < 0) throw new Error(`no table begins with ${head}`)
  const rest = lines.slice(start + 2)
  const end = rest.findIndex((line) => !line.startsWith('|'))
  return rest.slice(0, end < 0 ? rest.length : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

/** The calls that are decided otherwise than they say, in words. */
export function wrongCases(policy: Policy, text: string, tools: readonly ToolFacts[] | null): string[] {
  const parsed = parseCasesText(text)
  if (!parsed.ok)
    throw new Error(parsed.issues.map(({ pointer, message }) => `${pointer} ${message}`).join('\n'))
  return runPolicyTests(compilePolicy(policy), parsed.value.cases, tools).flatMap(({ failure }) => {
    if (!failure) return []
    if ('problem' in failure) return [failure.problem]
    const { pointer, tool, nth, decided } = failure
    return [
      `line ${pointer.split('/').at(-1)}, call ${nth} of ${tool}: ${decided.effect} ${decided.rule} ${JSON.stringify(decided.message)}`,
    ]
  })
}

/** The names of the tools that a block of calls calls. */
export function calledTools(block: Block): string[] {
  const parsed = parseCasesText(casesIn(block))
  if (!parsed.ok) throw new Error(`${block.place}: ${parsed.issues[0].message}`)
  return parsed.value.cases.flatMap(({ steps }) => steps.map(({ call }) => call.tool))
}
