// A plain form of a page that needs no account: it comes from a page of ours, is small, and leads to a page.
import { currentMember, requestAddress } from '#lib/auth/index.ts'
import { Fault } from '#lib/fault.ts'
import { publicFault } from '#lib/public-fault.ts'
import type { Visitor } from '#lib/trials/index.ts'
import { isSameOrigin } from '../../(dashboard)/same-origin.ts'

const MAX_CHARACTERS = 16 * 1024

/** @param run does it, and names the address to look at; its faults are answered as a sentence */
export async function answerForm(
  request: Request,
  run: (visitor: Visitor, fields: URLSearchParams) => Promise<string>,
): Promise<Response> {
  try {
    if (!isSameOrigin(request.headers))
      throw new Fault(
        'origin-refused',
        'This form did not come from a page of the catalogue. Open the page again.',
      )
    const text = await request.text()
    if (text.length > MAX_CHARACTERS)
      throw new Fault('too-large', 'This form is too large. Open its page again.')
    const visitor = { address: await requestAddress(), member: await currentMember() }
    const location = await run(visitor, new URLSearchParams(text))
    return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } })
  } catch (error) {
    const { message } = publicFault(error)
    return new Response(message, {
      status: error instanceof Fault ? error.status : 500,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    })
  }
}
