import { env } from '#lib/env.ts'
import { policyJson } from '#lib/pages/index.ts'
import { twinAnswer, twinMissing } from '../../../twin-answer.ts'
import { readServerPage } from '../../read-pages.ts'

type Context = { params: Promise<{ server: string }> }

/** The recommended policy for a whole server, ready to be published. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const page = await readServerPage((await params).server)
  if (!page || page.tools.length === 0) return twinMissing()
  return twinAnswer(policyJson(page.guide.json, env().appUrl), 'application/json', page.path)
}
