// The pages as JSON, for programs: the whole definition as the server wrote it, and what is made of it.

import { visibleJson } from '#lib/guide/index.ts'
import { fromPlain, type Json, jsonObject, parseJson, serializeJson } from '#lib/json/index.ts'
import { attackPath, reasonsInWords } from './attack-page.ts'
import type { ServerPage } from './server-page.ts'
import type { AsOf, PageChange, ToolPage } from './tool-page.ts'

export function toolJson(page: ToolPage, appUrl: string): string {
  const { server, tool, classification, guide } = page
  return written({
    url: appUrl + page.path,
    server: {
      slug: server.slug,
      name: server.name,
      title: server.title,
      url: `${appUrl}/mcp-servers/${server.slug}`,
    },
    tool: {
      slug: tool.slug,
      name: tool.name,
      definition: parseJson(tool.definition, { maxDepth: 64, maxNodes: 50_000 }),
    },
    asOf: asOfJson(page.asOf),
    removedAt: page.removedAt?.toISOString() ?? null,
    classification: fromPlain(classification),
    policy: guide.document,
    policyUrl: `${appUrl}${page.path}/policy.json`,
    sentence: guide.sentence,
    examples: guide.examples.map(({ title, arguments: args, verdict, rule }) =>
      jsonObject(Object.entries({ title, arguments: args, verdict: fromPlain(verdict), rule })),
    ),
    questions: guide.questions.map(({ question, answer }) => ({ question, answer })),
    attacks: page.attacks.map(({ attack, reasons }) => ({
      url: appUrl + attackPath(attack.slug),
      title: attack.title,
      because: reasonsInWords(reasons),
    })),
    related: page.related.map(({ path, name, server: of, category, severity }) => ({
      url: appUrl + path,
      name,
      server: of,
      category,
      severity,
    })),
    changes: page.changes.map(changeJson),
  })
}

export function serverJson(page: ServerPage, appUrl: string): string {
  const { server, guide } = page
  return written({
    url: appUrl + page.path,
    server: {
      slug: server.slug,
      name: server.name,
      title: server.title,
      description: server.description,
      homepage: server.homepage,
      endpoint: server.endpoint,
      severity: server.severity,
      counts: fromPlain(server.counts),
    },
    asOf: asOfJson(page.asOf),
    tools: page.tools.map(({ path, slug, name, summary, category, severity, lane }) => ({
      url: appUrl + path,
      slug,
      name,
      summary,
      category,
      severity,
      recommended: lane,
    })),
    policy: guide.document,
    policyUrl: `${appUrl}${page.path}/policy.json`,
    sentence: guide.sentence,
    questions: guide.questions.map(({ question, answer }) => ({ question, answer })),
    changes: page.changes.map(changeJson),
  })
}

/** A policy as its page shows it, with the address of its schema first, so that editors complete and check it. */
export function policyJson(json: string, appUrl: string): string {
  const schema = `  "$schema": ${JSON.stringify(`${appUrl}/schemas/policy/1.json`)},\n`
  return json.replace(/^\{\n/, `{\n${schema}`)
}

function asOfJson({ scannedAt, version, source, sourceUrl }: AsOf) {
  return { scannedAt: scannedAt.toISOString(), version, source, sourceUrl }
}

function changeJson({ kind, at, version, tool, fields }: PageChange) {
  return {
    kind,
    at: at.toISOString(),
    version,
    tool: tool?.name ?? null,
    pointers: fields.map(({ pointer }) => pointer),
  }
}

/** A twin's text: what cannot be seen in it stands as its escape, and the value is the same. */
export function written(value: Readonly<Record<string, Json>>): string {
  return visibleJson(serializeJson(jsonObject(Object.entries(value))))
}
