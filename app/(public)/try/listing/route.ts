// The board of a server of the catalogue, with the recommended policy.

import { startTrialOfListing } from '#lib/trials/index.ts'
import { answerForm } from '../answer-form.ts'

export function POST(request: Request): Promise<Response> {
  return answerForm(request, async (visitor, fields) => {
    const id = await startTrialOfListing(visitor, fields.get('server') ?? '', null)
    return `/try/${encodeURIComponent(id)}`
  })
}
