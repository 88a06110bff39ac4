import { env } from '#lib/env.ts'
import { policyJson } from '#lib/pages/index.ts'
import { twinAnswer, twinMissing } from '../../../../twin-answer.ts'
import { readToolPage } from '../../../read-pages.ts'

type Context = { params: Promise<{ server: string; tool: string }> }

/** The recommended policy for one tool, ready to be published. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { server, tool } = await params
  const page = await readToolPage(server, tool)
  if (!page) return twinMissing()
  return twinAnswer(policyJson(page.guide.json, env().appUrl), 'application/json', page.path)
}
