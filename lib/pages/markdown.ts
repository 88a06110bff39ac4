// The pages as Markdown, for machines and for people who read text. What servers wrote is escaped: it can be neither
// a heading, nor a link, nor the end of a block of code.
import type { AttackOnTool } from '#lib/attacks/index.ts'
import { shownText } from '#lib/guide/index.ts'
import { attackPath, reasonsInWords } from './attack-page.ts'
import type { ServerPage } from './server-page.ts'
import type { PageChange, PageLink, ToolPage } from './tool-page.ts'
import { asOfWords, changeWords, countsWords, dayWords, percent, sourceWords } from './words.ts'

const MAX_TEXT = 4000
const MAX_CELL = 400

export function toolMarkdown(page: ToolPage, appUrl: string): string {
  const { server, tool, classification, attacks, guide } = page
  const { category, severity, confidence, rationale, evidence } = classification
  return blocks([
    `# ${inCode(tool.name) || 'A tool whose name is not to be seen'}`,
    `${severity} risk · ${category} · a tool of [${escaped(server.title)}](${appUrl}/mcp-servers/${server.slug}.md)`,
    page.removedAt ? `**Its server no longer lists it**, since ${dayWords(page.removedAt)}.` : '',
    `${asOfWords(page.asOf)}. Confidence of the class: ${percent(confidence)}.`,
    '## What it does',
    page.description === '' ? 'The definition at hand has no description.' : quoted(page.description),
    '## Parameters',
    page.parameters.length === 0
      ? 'The definition names none.'
      : table(
          ['Parameter', 'Type', 'Required', 'Risk', 'Description'],
          page.parameters.map(({ name, type, required, risks, description }) => [
            inCode(name),
            inCode(type),
            required ? 'yes' : 'no',
            risks.map(({ path, says }) => `${inCode(path)} takes ${says}`).join('; '),
            escaped(description, MAX_CELL),
          ]),
        ),
    '## Why it needs a policy',
    escaped(rationale),
    evidence
      .map(({ source, text, says }) => `- ${source}: “${escaped(text, MAX_CELL)}” says ${escaped(says)}`)
      .join('\n'),
    ...(attacks.length > 0 ? ['## Attacks that use tools like it', attackLines(attacks, appUrl)] : []),
    '## Recommended policy',
    guide.sentence === '' ? '' : escaped(guide.sentence),
    fenced('json', guide.json),
    guide.yaml === null ? '' : fenced('yaml', guide.yaml),
    '## What becomes of calls',
    table(
      ['Call', 'Arguments', 'Verdict', 'Rule'],
      guide.examples.map(({ title, arguments: args, verdict, rule }) => [
        escaped(title),
        inCode(JSON.stringify(args), MAX_CELL),
        escaped(verdict.message === '' ? verdict.words : `${verdict.words}: ${verdict.message}`, MAX_CELL),
        rule === '' ? '' : inCode(rule),
      ]),
    ),
    ...(page.related.length > 0 ? ['## Related tools', links(page.related, appUrl)] : []),
    '## Questions',
    ...guide.questions.map(({ question, answer }) => `### ${escaped(question)}\n\n${escaped(answer)}`),
    '## Changes',
    changes(page.changes),
    `${appUrl}${page.path}`,
  ])
}

export function serverMarkdown(page: ServerPage, appUrl: string): string {
  const { server, guide, tools } = page
  return blocks([
    `# ${escaped(server.title)}`,
    `${countsWords(server.tools, server.counts)}.`,
    `${asOfWords(page.asOf)}.`,
    server.description === '' ? '' : quoted(server.description),
    server.endpoint === '' ? '' : `Reached at ${inCode(server.endpoint)}.`,
    '## Tools',
    tools.length === 0
      ? `Its tools are not known: ${sourceWords(page.asOf.source)} does not list them.`
      : table(
          ['Tool', 'Risk', 'Category', 'Recommended', 'What it does'],
          tools.map(({ name, path, severity, category, lane, summary }) => [
            `[${escaped(name)}](${appUrl}${path}.md)`,
            severity,
            category,
            lane,
            escaped(summary, MAX_CELL),
          ]),
        ),
    '## Recommended policy',
    escaped(guide.sentence),
    fenced('json', guide.json),
    '## Questions',
    ...guide.questions.map(({ question, answer }) => `### ${escaped(question)}\n\n${escaped(answer)}`),
    '## Changes',
    changes(page.changes),
    `${appUrl}${page.path}`,
  ])
}

function changes(all: readonly PageChange[]): string {
  return all
    .map(({ kind, at, version, tool, fields }) => {
      const where = fields.map(({ pointer }) => inCode(pointer === '' ? '/' : pointer)).join(', ')
      const what = `${changeWords(kind)}${tool ? `: ${inCode(tool.name)}` : ''}${where === '' ? '' : ` at ${where}`}`
      return `- ${dayWords(at)}${version === '' ? '' : ` (${escaped(version)})`}: ${what}`
    })
    .join('\n')
}

function attackLines(all: readonly AttackOnTool[], appUrl: string): string {
  return all
    .map(({ attack, reasons }) => {
      const link = `[${escaped(attack.title)}](${appUrl}${attackPath(attack.slug)}.md)`
      return `- ${link}: ${escaped(reasonsInWords(reasons), MAX_CELL)}`
    })
    .join('\n')
}

function links(all: readonly PageLink[], appUrl: string): string {
  return all
    .map(({ path, name, server, severity, category }) => {
      return `- [${escaped(name)}](${appUrl}${path}.md) of ${escaped(server)}: ${category}, ${severity.toLowerCase()} risk`
    })
    .join('\n')
}

export function blocks(all: readonly string[]): string {
  return `${all.filter((block) => block !== '').join('\n\n')}\n`
}

/** Text that stays text, on one line: nothing in it is Markdown or HTML, and what is invisible is written out. */
export function escaped(text: string, most = MAX_TEXT): string {
  return shownText(text, most)
    .replace(/[\\`*_{}[\]<>()#|!~&]/g, (mark) => `\\${mark}`)
    .replace(/^([-+=]|\d+[.)])/, '\\$1')
    .replace(/(https?):(?=\\?\/)/gi, '$1\\:')
}

function quoted(text: string): string {
  const lines = text.slice(0, 4 * MAX_TEXT).split(/\r\n|[\n\r\u2028\u2029]/)
  return lines.map((line) => `> ${escaped(line)}`.trimEnd()).join('\n')
}

/** A span of code; of one whose text has backticks the fence is longer. */
export function inCode(text: string, most = 200): string {
  const shown = shownText(text, most).replaceAll('|', '\u00a6')
  if (shown === '') return ''
  const fence = fenceFor(shown, 1)
  return shown.startsWith('`') || shown.endsWith('`')
    ? `${fence} ${shown} ${fence}`
    : `${fence}${shown}${fence}`
}

export function fenced(language: string, text: string): string {
  const fence = fenceFor(text, 3)
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`
}

function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  return '`'.repeat(Math.max(least, longest + 1))
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => (cell === '' ? ' ' : cell)).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
