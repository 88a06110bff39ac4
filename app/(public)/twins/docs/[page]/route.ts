// /docs/<page>.md (next.config.js leads here): the page as it was written, for programs.
import { readManual } from '../../../docs/read-manual.ts'
import { twinAnswer, twinMissing } from '../../../twin-answer.ts'

type Context = { params: Promise<{ page: string }> }

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const page = (await readManual()).page((await params).page)
  return page ? twinAnswer(page.source, 'text/markdown', `/docs/${page.slug}`) : twinMissing()
}
