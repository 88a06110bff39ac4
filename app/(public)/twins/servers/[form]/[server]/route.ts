// /mcp-servers/<server>.md and .json (next.config.js leads here).
import { env } from '#lib/env.ts'
import { serverJson, serverMarkdown } from '#lib/pages/index.ts'
import { readServerPage } from '../../../../mcp-servers/read-pages.ts'
import { twinAnswer, twinMissing } from '../../../../twin-answer.ts'

type Context = { params: Promise<{ form: string; server: string }> }

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { form, server } = await params
  const page = await readServerPage(server)
  if (!page || (form !== 'md' && form !== 'json')) return twinMissing()
  return form === 'md'
    ? twinAnswer(serverMarkdown(page, env().appUrl), 'text/markdown', page.path)
    : twinAnswer(serverJson(page, env().appUrl), 'application/json', page.path)
}
