// The pages as search engines read them (schema.org, JSON-LD). The text stands in a script element, so nothing in it
// may end one; and what servers wrote is bounded, with nothing in it unseen.
import { type Question, shownName, shownText } from '#lib/guide/index.ts'
import type { ServerPage } from './server-page.ts'
import type { ToolPage } from './tool-page.ts'

const MAX_DESCRIPTION = 500
type Crumb = { readonly name: string; readonly path: string }

export function toolStructuredData(page: ToolPage, appUrl: string): string {
  const { server, tool, description, asOf, guide, path } = page
  const name = shownName(tool.name)
  return graph([
    crumbs(appUrl, [
      FRONT,
      { name: shownName(server.title), path: `/mcp-servers/${server.slug}` },
      { name, path },
    ]),
    application(appUrl + path, name, shownText(description, MAX_DESCRIPTION), asOf.version),
    questions(guide.questions),
  ])
}

export function serverStructuredData(page: ServerPage, appUrl: string): string {
  const { server, asOf, guide, path } = page
  const name = shownName(server.title)
  return graph([
    crumbs(appUrl, [FRONT, { name, path }]),
    application(appUrl + path, name, shownText(server.description, MAX_DESCRIPTION), asOf.version),
    questions(guide.questions),
  ])
}

const FRONT: Crumb = { name: 'MCP servers', path: '/mcp-servers' }

export function crumbs(appUrl: string, trail: readonly Crumb[]) {
  return {
    '@type': 'BreadcrumbList',
    itemListElement: trail.map(({ name, path }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name,
      item: appUrl + path,
    })),
  }
}

function application(url: string, name: string, description: string, version: string) {
  return {
    '@type': 'SoftwareApplication',
    name,
    url,
    applicationCategory: 'DeveloperApplication',
    operatingSystem: 'Any',
    ...(description !== '' && { description }),
    ...(version !== '' && { softwareVersion: shownName(version) }),
  }
}

function questions(all: readonly Question[]) {
  return {
    '@type': 'FAQPage',
    mainEntity: all.map(({ question, answer }) => ({
      '@type': 'Question',
      name: question,
      acceptedAnswer: { '@type': 'Answer', text: answer },
    })),
  }
}

/** JSON whose text holds nothing that HTML or JavaScript would read as their own. */
export function graph(nodes: readonly object[]): string {
  const text = JSON.stringify({ '@context': 'https://schema.org', '@graph': nodes })
  return text.replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
