// The pages of the manual: the Markdown of the tree, and those that are made of what they describe.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { USAGE } from '#cli/usage.ts'
import { openApiDocument, operations } from '#lib/api/index.ts'
import {
  type ApiDocument,
  apiReferencePage,
  apiShapesPage,
  type Chapter,
  chaptersOf,
  clientSetupPage,
  commandLinePage,
  type ManualPage,
  parsePage,
  type Section,
  sectionsOf,
} from '#lib/manual/index.ts'

export type Manual = {
  readonly chapters: readonly Chapter[]
  readonly page: (slug: string) => ManualPage | undefined
  readonly isPage: (slug: string) => boolean
  readonly sections: readonly Section[]
}

/**
 * @param folder that holds the Markdown
 * @param appUrl the origin that stands in addresses and snippets
 */
export async function manualOf(folder: string, appUrl: string): Promise<Manual> {
  const names = (await readdir(folder)).filter((name) => /^[a-z0-9-]+\.md$/.test(name)).sort()
  const written = await Promise.all(
    names.map(async (name) => parsePage(name.slice(0, -3), await readFile(join(folder, name), 'utf8'))),
  )
  // Its shape is what lib/api makes; the API serves it as it stands here.
  const api = openApiDocument(operations, appUrl) as ApiDocument
  const made = [
    parsePage('client-setup', clientSetupPage(appUrl)),
    parsePage('api', apiReferencePage(api)),
    parsePage('api-shapes', apiShapesPage(api)),
    parsePage('cli', commandLinePage(USAGE)),
  ]
  const chapters = chaptersOf([...written, ...made])
  const pages = chapters.flatMap((chapter) => chapter.pages)
  const bySlug = new Map(pages.map((page) => [page.slug, page]))
  return {
    chapters,
    page: (slug) => bySlug.get(slug),
    isPage: (slug) => bySlug.has(slug),
    sections: sectionsOf(pages),
  }
}
