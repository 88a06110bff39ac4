import { findAttack, ruleTexts } from '#lib/attacks/index.ts'
import { env } from '#lib/env.ts'
import { attackPath, policyJson } from '#lib/pages/index.ts'
import { twinAnswer, twinMissing } from '../../../twin-answer.ts'

type Context = { params: Promise<{ slug: string }> }

/** The rule against an attack; none where no rule could refuse it. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const attack = findAttack((await params).slug)
  if (!attack || attack.defence.coverage === 'outside') return twinMissing()
  const { json } = ruleTexts(attack.defence)
  return twinAnswer(policyJson(json, env().appUrl), 'application/json', attackPath(attack.slug))
}
