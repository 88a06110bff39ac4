// The form under public pages: from a page of ours, small, and answered with that page, which says what came of it.
import { clientAddress } from '#lib/client-address.ts'
import { sendContactMessage } from '#lib/contact/index.ts'
import { Fault } from '#lib/fault.ts'
import { log } from '#lib/log.ts'
import { publicPathOf } from '#lib/pages/index.ts'
import { fieldsOf, seeOther } from '../../(dashboard)/form-post.ts'
import { isSameOrigin } from '../../(dashboard)/same-origin.ts'

export async function POST(request: Request): Promise<Response> {
  let page = '/mcp-servers'
  try {
    if (!isSameOrigin(request.headers))
      throw new Fault('origin-refused', 'This form did not come from a page of ours.')
    const fields = await fieldsOf(request)
    const field = (name: string) => fields.get(name) ?? ''
    page = publicPathOf(field('page'))
    const address = clientAddress(request.headers.get('x-forwarded-for'))
    await sendContactMessage(
      {
        page,
        name: field('name'),
        email: field('email'),
        message: field('message'),
        website: field('website'),
      },
      address,
    )
    return seeOther(`${page}?contact=sent#contact`)
  } catch (error) {
    return seeOther(`${page}?contact=${outcomeOf(error)}#contact`)
  }
}

function outcomeOf(error: unknown): string {
  if (error instanceof Fault && error.code === 'too-many-attempts') return 'too-many'
  if (error instanceof Fault && error.code === 'invalid-input') return String(error.data.field)
  if (!(error instanceof Fault)) log.error({ err: error }, 'a message of a visitor could not be stored')
  return 'failed'
}
