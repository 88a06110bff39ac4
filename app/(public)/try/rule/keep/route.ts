// “Open in editor” of the wizard: the rule is laid into the recommended policy of its server, and comes along.
import { Fault } from '#lib/fault.ts'
import { findListedTool } from '#lib/listings/index.ts'
import { startTrialOfListing } from '#lib/trials/index.ts'
import { answerForm } from '../../answer-form.ts'
import { readChosen } from '../chosen-rule.ts'

export function POST(request: Request): Promise<Response> {
  return answerForm(request, async (visitor, fields) => {
    const chosen = readChosen((name) => fields.get(name) ?? '')
    const found = chosen && (await findListedTool(chosen.server, chosen.tool))
    if (!chosen || !found || found.removedAt !== null)
      throw new Fault('not-found', 'The catalogue has no such tool any more. Look for it by its name.')
    const { treatment, amount } = chosen
    const rule = { tool: found.tool.name, treatment, ...(amount !== undefined && { amount }) }
    const id = encodeURIComponent(await startTrialOfListing(visitor, chosen.server, rule))
    return fields.get('then') === 'board'
      ? `/try/${id}?tool=${encodeURIComponent(rule.tool)}`
      : `/sign-up?trial=${id}`
  })
}
