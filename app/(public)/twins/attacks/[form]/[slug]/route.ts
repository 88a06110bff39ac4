// /attacks/<slug>.md and .json (next.config.js leads here).
import { env } from '#lib/env.ts'
import { attackJson, attackMarkdown } from '#lib/pages/index.ts'
import { readAttackPage } from '../../../../attacks/read-attack.ts'
import { twinAnswer, twinMissing } from '../../../../twin-answer.ts'

type Context = { params: Promise<{ form: string; slug: string }> }

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { form, slug } = await params
  const page = await readAttackPage(slug)
  if (!page || (form !== 'md' && form !== 'json')) return twinMissing()
  return form === 'md'
    ? twinAnswer(attackMarkdown(page, env().appUrl), 'text/markdown', page.path)
    : twinAnswer(attackJson(page, env().appUrl), 'application/json', page.path)
}
