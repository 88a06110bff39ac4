// /attacks.md and .json (next.config.js leads here).
import { searchAttacks } from '#lib/attacks/index.ts'
import { env } from '#lib/env.ts'
import { attacksJson, attacksMarkdown } from '#lib/pages/index.ts'
import { twinAnswer, twinMissing } from '../../../twin-answer.ts'

type Context = { params: Promise<{ form: string }> }

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { form } = await params
  const { attacks } = searchAttacks()
  if (form === 'md') return twinAnswer(attacksMarkdown(attacks, env().appUrl), 'text/markdown', '/attacks')
  if (form === 'json') return twinAnswer(attacksJson(attacks, env().appUrl), 'application/json', '/attacks')
  return twinMissing()
}
