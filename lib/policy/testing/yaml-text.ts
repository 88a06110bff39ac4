// Random renderings of a value in YAML: block and brackets, indents of every width, quotes of every kind,
// comments and blank lines wherever they may stand.
import fc from 'fast-check'
import { isJsonObject, type Json, serializeJson } from '#lib/json/index.ts'

/** The next of a list of choices, below a bound; 0 once they are used up. */
type Choose = (below: number) => number

/** A rendering is made from choices, so that it shrinks with them. Every comment is another one. */
export const yamlChoices = fc.array(fc.nat(59), { minLength: 60, maxLength: 400 })

export function yamlText(value: Json, choices: readonly number[]): string {
  let at = 0
  return randomYaml(value, (below) => (choices[at++ % choices.length] ?? 0) % below)
}

/** The same, from choices that are made on the way. */
export function randomYaml(value: Json, choose: Choose): string {
  let comments = 0
  const comment = (): string => `# ${++comments} is "a": {b}, [c] - d`
  const eol = choose(4) === 0 ? '\r\n' : '\n'
  const writer = { choose, comment, eol, flowOnly: choose(6) === 0 }
  const head = choose(5) === 0 ? `--- ${comment()}${eol}` : ''
  const tail = choose(3) === 0 ? '' : eol
  const foot = tail !== '' && choose(6) === 0 ? `...${eol}` : ''
  const members = membersOf(value)
  const asBrackets = members.length === 0 || writer.flowOnly
  const body = asBrackets ? inBrackets(value, writer, 1) + trailing(writer) : block(members, 0, writer)
  return head + between(writer, 0) + body + tail + foot
}

type Writer = { choose: Choose; comment: () => string; eol: string; flowOnly: boolean }
type Member = readonly [key: string | null, value: Json]

function membersOf(value: Json): Member[] {
  if (Array.isArray(value)) return value.map((each) => [null, each])
  return isJsonObject(value) ? Object.entries(value) : []
}

/** Lines of comments and of nothing before a member. */
function between({ choose, comment, eol }: Writer, column: number): string {
  const kind = choose(8)
  if (kind === 0) return eol
  if (kind === 1) return `${' '.repeat(column)}${comment()}${eol}`
  if (kind === 2) return `${comment()}${eol}${eol}`
  return ''
}

function trailing({ choose, comment }: Writer): string {
  return choose(5) === 0 ? ` ${comment()}` : choose(9) === 0 ? '  ' : ''
}

function block(members: readonly Member[], column: number, writer: Writer): string {
  const pad = ' '.repeat(column)
  return members
    .map(
      (member, index) =>
        (index === 0 ? '' : between(writer, column) + pad) + blockMember(member, column, writer),
    )
    .join(writer.eol)
}

function blockMember([key, value]: Member, column: number, writer: Writer): string {
  const { choose, eol } = writer
  const members = membersOf(value)
  const asBlock = members.length > 0 && choose(5) !== 0
  if (key === null) {
    const gap = choose(4) === 0 ? 3 : 1
    if (asBlock && choose(6) === 0) {
      const inner = column + 1 + choose(4)
      return `-${trailing(writer)}${eol}${between(writer, inner)}${' '.repeat(inner)}${block(members, inner, writer)}`
    }
    if (asBlock) return `-${' '.repeat(gap)}${block(members, column + 1 + gap, writer)}`
    return `-${inline(value, column, ' '.repeat(gap), writer)}`
  }
  const written = `${scalarText(key, 'key', writer)}:`
  if (!asBlock) return written + inline(value, column, choose(9) === 0 ? '   ' : ' ', writer)
  const least = Array.isArray(value) ? 0 : 1
  const inner = column + Math.max(least, choose(5))
  return `${written}${trailing(writer)}${eol}${between(writer, inner)}${' '.repeat(inner)}${block(members, inner, writer)}`
}

/** A value on its key's line (or, for a scalar, sometimes below it). */
function inline(value: Json, column: number, gap: string, writer: Writer): string {
  const { choose, eol } = writer
  if (value === null && choose(3) === 0) return trailing(writer)
  if (typeof value === 'string' && choose(6) === 0) {
    const scalar = blockScalar(value, column, writer)
    if (scalar !== null) return gap + scalar
  }
  const written =
    membersOf(value).length > 0 || isCollection(value)
      ? inBrackets(value, writer, column + 1)
      : scalarText(value, 'value', writer)
  if (choose(12) === 0)
    return `${trailing(writer)}${eol}${' '.repeat(column + 1 + choose(3))}${written}${trailing(writer)}`
  return gap + written + trailing(writer)
}

function isCollection(value: Json): boolean {
  return Array.isArray(value) || isJsonObject(value)
}

/** `|` or `>` for a text that they can say, with the blank lines after it that do not count. */
function blockScalar(text: string, column: number, { choose, comment, eol }: Writer): string | null {
  if (!/^[!-~]+$/.test(text)) return null
  const head = choose(2) === 0 ? '|-' : '>-'
  const about = choose(3) === 0 ? ` ${comment()}` : ''
  return `${head}${about}${eol}${' '.repeat(column + 1 + choose(3))}${text}${choose(3) === 0 ? eol : ''}`
}

function inBrackets(value: Json, writer: Writer, column: number): string {
  const { choose, comment, eol } = writer
  const members = membersOf(value)
  if (!isCollection(value)) return scalarText(value, 'brackets', writer)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (members.length === 0) return open + (choose(4) === 0 ? ' ' : '') + close
  const printed = members.map(([key, each]) => {
    const inner = inBrackets(each, writer, column + 1)
    return key === null ? inner : `${scalarText(key, 'brackets', writer)}: ${inner}`
  })
  const pad = ' '.repeat(column + choose(3))
  const style = choose(4)
  if (style === 0) {
    const lines = printed.map((each, index) => {
      const comma = index < printed.length - 1 ? ',' : ''
      return pad + each + comma + (choose(5) === 0 ? ` ${comment()}` : '')
    })
    return `${open}${eol}${lines.join(eol)}${eol}${' '.repeat(column)}${close}`
  }
  const space = style === 1 ? ' ' : ''
  return open + space + printed.join(style === 2 ? ',' : ', ') + space + close
}

function scalarText(value: Json, spot: 'key' | 'value' | 'brackets', { choose }: Writer): string {
  if (typeof value !== 'string') return serializeJson(value)
  const plain =
    /^[a-z_][\w*/~^$()|+ -]*$/i.test(value) && !/^(?:true|false|null)$/i.test(value) && !/ $/.test(value)
  const colons = /^[A-Za-z]+:\/\/[\w./?@:-]*[\w]$/.test(value) && spot === 'value'
  const kind = choose(4)
  if (kind < 2 && (plain || colons)) return value
  // Between single quotes there are no escapes.
  if (kind === 2 && !/\p{Cc}/u.test(value)) return `'${value.replaceAll("'", "''")}'`
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u009f]/g,
    (char) => `\\u00${char.charCodeAt(0).toString(16)}`,
  )
}
