// A plain form that changes something: it comes from a page of ours, is small, and is answered with a page to
// look at. It works without a script, and nothing here answers GET.
import { currentMember } from '#lib/auth/index.ts'
import { recordRefusal } from '#lib/data/audit-access.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { publicFault } from '#lib/public-fault.ts'
import { isSameOrigin } from './same-origin.ts'

const MAX_BYTES = 256 * 1024

/**
 * @param run does it, and names the address to look at; a fault that it throws is answered as text, unless
 *   `run` has made an address of it
 */
export function formPost(
  request: Request,
  run: (member: Member, fields: URLSearchParams) => Promise<string>,
): Promise<Response> {
  return formFile(request, async (member, fields) => seeOther(await run(member, fields)))
}

/** The same for a form that is answered with a file. */
export async function formFile(
  request: Request,
  run: (member: Member, fields: URLSearchParams) => Promise<Response>,
): Promise<Response> {
  let member: Member | null = null
  try {
    if (!isSameOrigin(request.headers))
      throw new Fault(
        'origin-refused',
        'This form did not come from the dashboard. Open the page and decide there.',
      )
    member = await currentMember()
    if (!member) return seeOther('/sign-in')
    return await run(member, await fieldsOf(request))
  } catch (error) {
    if (member && error instanceof Fault && error.code === 'forbidden') {
      const place = `a form at ${new URL(request.url).pathname}`
      await recordRefusal(member, place, String(error.data.required ?? ''))
    }
    const { message } = publicFault(error)
    const status = error instanceof Fault ? error.status : 500
    return new Response(message, {
      status,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    })
  }
}

/** A file to be saved, sent piece by piece as fast as it is read. */
export function fileAnswer(pieces: AsyncGenerator<string>, name: string, type: string): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
  return new Response(body, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** The fields of a form. @throws Fault unsupported-media-type, too-large */
export async function fieldsOf(request: Request): Promise<URLSearchParams> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type))
    throw new Fault('unsupported-media-type', 'Send the form as a browser does.')
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BYTES)
    throw new Fault('too-large', 'The form is too large. Shorten what stands in it.')
  const text = await request.text()
  if (text.length > MAX_BYTES)
    throw new Fault('too-large', 'The form is too large. Shorten what stands in it.')
  return new URLSearchParams(text)
}

/** Where to look after a form. */
export function seeOther(address: string): Response {
  return new Response(null, { status: 303, headers: { location: address, 'cache-control': 'no-store' } })
}
