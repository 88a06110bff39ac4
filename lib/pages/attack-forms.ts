// The page of an attack for programs: Markdown, JSON, and what search engines read.
import { type Attack, CLASS_WORDS, COVERAGE_WORDS, dateWords, KIND_WORDS } from '#lib/attacks/index.ts'
import { fromPlain, parseJson } from '#lib/json/index.ts'
import {
  type AttackPage,
  attackPath,
  calledIn,
  circumstances,
  type JudgedCall,
  reasonsInWords,
} from './attack-page.ts'
import { written } from './json.ts'
import { blocks, escaped, fenced, inCode, table } from './markdown.ts'
import { crumbs, graph } from './structured.ts'

const FRONT = { name: 'Attacks', path: '/attacks' }
const EFFECTS = { allow: 'Allowed', deny: 'Refused', await: 'Waits for a person' } as const

export function attackMarkdown(page: AttackPage, appUrl: string): string {
  const { attack, rule, affected, related } = page
  const { defence } = attack
  return blocks([
    `# ${escaped(attack.title)}`,
    [KIND_WORDS[attack.kind].word, CLASS_WORDS[attack.class], dateWords(attack.date), ...attack.ids].join(
      ' · ',
    ),
    escaped(attack.summary),
    '## How it works',
    attack.steps.map((step, at) => `${at + 1}. ${escaped(step)}`).join('\n'),
    '## Which tools it uses',
    escaped(attack.abuses.tools),
    affected
      .map(({ path, name, server, reasons }) => {
        return `- [${escaped(name)}](${appUrl}${path}.md) of ${escaped(server)}: ${escaped(reasonsInWords(reasons))}`
      })
      .join('\n'),
    `## ${COVERAGE_WORDS[defence.coverage].word}`,
    escaped(defence.coverage === 'outside' ? defence.instead : defence.does),
    ...(rule ? [fenced('json', rule.json), fenced('yaml', rule.yaml), callTable(rule.calls)] : []),
    '## What the gateway cannot see or stop',
    attack.unseen.map((each) => `- ${escaped(each)}`).join('\n'),
    '## Sources',
    attack.sources
      .map(({ title, publisher, url, date }) => {
        return `- [${escaped(title)}](${url}), ${escaped(publisher)}${date === null ? '' : `, ${dateWords(date)}`}`
      })
      .join('\n'),
    '## Related',
    related.map((other) => `- [${escaped(other.title)}](${appUrl}${attackPath(other.slug)}.md)`).join('\n'),
    `${appUrl}${page.path}`,
  ])
}

function callTable(calls: readonly JudgedCall[]): string {
  return table(
    ['Call', 'Tool', 'Arguments', 'Verdict', 'Rule'],
    calls.map(({ example, judged }) => [
      escaped([example.title, circumstances(example)].filter((part) => part !== '').join(', ')),
      inCode(calledIn(example)),
      inCode(JSON.stringify(argumentsOf(example)), 400),
      escaped(
        judged.message === '' ? EFFECTS[judged.effect] : `${EFFECTS[judged.effect]}: ${judged.message}`,
      ),
      inCode(judged.rule),
    ]),
  )
}

function argumentsOf({ calls }: JudgedCall['example']) {
  return 'tool' in calls ? calls.arguments : {}
}

export function attackJson(page: AttackPage, appUrl: string): string {
  const { attack, rule, affected, related } = page
  const { defence, abuses } = attack
  return written({
    url: appUrl + page.path,
    slug: attack.slug,
    title: attack.title,
    class: attack.class,
    kind: attack.kind,
    date: attack.date,
    ids: [...attack.ids],
    summary: attack.summary,
    steps: [...attack.steps],
    abuses: abuses.tools,
    coverage: defence.coverage,
    defence: defence.coverage === 'outside' ? defence.instead : defence.does,
    policy: rule === null ? null : parseJson(rule.json),
    examples: (rule?.calls ?? []).map(({ example, judged }) => ({
      title: example.title,
      circumstances: circumstances(example),
      call: calledIn(example),
      arguments: fromPlain(argumentsOf(example)),
      verdict: { effect: judged.effect, rule: judged.rule, message: judged.message },
    })),
    unseen: [...attack.unseen],
    affected: affected.map(({ path, name, server, category, severity, reasons }) => ({
      url: appUrl + path,
      name,
      server,
      category,
      severity,
      because: reasonsInWords(reasons),
    })),
    sources: attack.sources.map((source) => ({ ...source })),
    related: related.map(({ slug, title }) => ({ url: appUrl + attackPath(slug), title })),
  })
}

export function attackStructuredData({ attack, path }: AttackPage, appUrl: string): string {
  return graph([
    crumbs(appUrl, [FRONT, { name: attack.title, path }]),
    {
      '@type': 'TechArticle',
      headline: attack.title,
      description: attack.summary,
      url: appUrl + path,
      about: [CLASS_WORDS[attack.class], ...attack.ids],
      citation: attack.sources.map(({ title, publisher, url, date }) => ({
        '@type': 'CreativeWork',
        name: title,
        url,
        publisher: { '@type': 'Organization', name: publisher },
        ...(date !== null && { datePublished: date }),
      })),
    },
  ])
}

export function attacksMarkdown(attacks: readonly Attack[], appUrl: string): string {
  return blocks([
    '# Attacks on agents and MCP servers',
    table(
      ['Attack', 'Kind', 'Class', 'Date', 'Gateway'],
      attacks.map((attack) => [
        `[${escaped(attack.title)}](${appUrl}${attackPath(attack.slug)}.md)`,
        KIND_WORDS[attack.kind].word,
        CLASS_WORDS[attack.class],
        dateWords(attack.date),
        COVERAGE_WORDS[attack.defence.coverage].word,
      ]),
    ),
    `${appUrl}/attacks`,
  ])
}

export function attacksJson(attacks: readonly Attack[], appUrl: string): string {
  return written({
    url: `${appUrl}/attacks`,
    attacks: attacks.map(({ slug, title, kind, class: of, date, ids, summary, defence }) => ({
      url: appUrl + attackPath(slug),
      slug,
      title,
      kind,
      class: of,
      date,
      ids: [...ids],
      summary,
      coverage: defence.coverage,
    })),
  })
}

export function attacksStructuredData(attacks: readonly Attack[], appUrl: string): string {
  return graph([
    crumbs(appUrl, [FRONT]),
    {
      '@type': 'ItemList',
      numberOfItems: attacks.length,
      itemListElement: attacks.map(({ slug, title }, at) => ({
        '@type': 'ListItem',
        position: at + 1,
        name: title,
        url: appUrl + attackPath(slug),
      })),
    },
  ])
}
