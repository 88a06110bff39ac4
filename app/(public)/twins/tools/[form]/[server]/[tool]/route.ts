// /mcp-servers/<server>/<tool>.md and .json (next.config.js leads here).
import { env } from '#lib/env.ts'
import { toolJson, toolMarkdown } from '#lib/pages/index.ts'
import { readToolPage } from '../../../../../mcp-servers/read-pages.ts'
import { twinAnswer, twinMissing } from '../../../../../twin-answer.ts'

type Context = { params: Promise<{ form: string; server: string; tool: string }> }

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { form, server, tool } = await params
  const page = await readToolPage(server, tool)
  if (!page || (form !== 'md' && form !== 'json')) return twinMissing()
  return form === 'md'
    ? twinAnswer(toolMarkdown(page, env().appUrl), 'text/markdown', page.path)
    : twinAnswer(toolJson(page, env().appUrl), 'application/json', page.path)
}
