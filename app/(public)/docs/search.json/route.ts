// What the search of the docs shows while somebody types.
import { searchSections } from '#lib/manual/index.ts'
import { twinAnswer } from '../../twin-answer.ts'
import { readManual } from '../read-manual.ts'

const MAX_QUERY = 200

export async function GET(request: Request): Promise<Response> {
  const q = new URL(request.url).searchParams.get('q') ?? ''
  const { sections } = await readManual()
  const found = searchSections(sections, q.slice(0, MAX_QUERY))
  return twinAnswer(JSON.stringify({ found }), 'application/json')
}

export const dynamic = 'force-dynamic'
