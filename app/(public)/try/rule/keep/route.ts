// “Open in editor” of the wizard: the rule is laid into the recommended policy of its server, and comes along.
import { currentMember, requestAddress } from '#lib/auth/index.ts'
import { Fault } from '#lib/fault.ts'
import { findListedTool } from '#lib/listings/index.ts'
import { publicFault } from '#lib/public-fault.ts'
import { startTrialOfListing } from '#lib/trials/index.ts'
import { isSameOrigin } from '../../../../(dashboard)/same-origin.ts'
import { readChosen } from '../chosen-rule.ts'

const MAX_BYTES = 16 * 1024

export async function POST(request: Request): Promise<Response> {
  try {
    if (!isSameOrigin(request.headers))
      throw new Fault(
        'origin-refused',
        'This form did not come from a page of the catalogue. Open the tool’s page.',
      )
    const fields = await fieldsOf(request)
    const chosen = readChosen((name) => fields.get(name) ?? '')
    const found = chosen && (await findListedTool(chosen.server, chosen.tool))
    if (!chosen || !found || found.removedAt !== null)
      throw new Fault('not-found', 'The catalogue has no such tool any more. Look for it by its name.')
    const visitor = { address: await requestAddress(), member: await currentMember() }
    const { treatment, amount } = chosen
    const rule = { tool: found.tool.name, treatment, ...(amount !== undefined && { amount }) }
    const id = encodeURIComponent(await startTrialOfListing(visitor, chosen.server, rule))
    return seeOther(
      fields.get('then') === 'board'
        ? `/try/${id}?tool=${encodeURIComponent(rule.tool)}`
        : `/sign-up?trial=${id}`,
    )
  } catch (error) {
    const { message } = publicFault(error)
    return new Response(message, {
      status: error instanceof Fault ? error.status : 500,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    })
  }
}

async function fieldsOf(request: Request): Promise<URLSearchParams> {
  const text = await request.text()
  if (text.length > MAX_BYTES)
    throw new Fault('too-large', 'This form is too large. Open the tool’s page again.')
  return new URLSearchParams(text)
}

function seeOther(address: string): Response {
  return new Response(null, { status: 303, headers: { location: address, 'cache-control': 'no-store' } })
}
