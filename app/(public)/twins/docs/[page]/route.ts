// /docs/<page>.md (next.config.js leads here): the page as it was written, for programs.
import { readManual } from '../../../docs/read-manual.ts'
import { twinAnswer } from '../../../twin-answer.ts'

type Context = { params: Promise<{ page: string }> }

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const page = (await readManual()).page((await params).page)
  if (page) return twinAnswer(page.source, 'text/markdown', `/docs/${page.slug}`)
  return new Response('The docs have no page at this address. See /docs and /llms.txt.\n', {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })
}
