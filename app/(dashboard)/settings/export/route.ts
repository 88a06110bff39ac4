// Everything of the organisation as a file, by the form of the settings page.
import { requireRecent } from '#lib/auth/index.ts'
import { exportOrganisation } from '#lib/takeout/index.ts'
import { fileAnswer, formFile } from '../../form-post.ts'

export async function POST(request: Request): Promise<Response> {
  return formFile(request, async (member) => {
    await requireRecent()
    const pieces = await exportOrganisation(member)
    const name = `portcullis-organisation-${new Date().toISOString().slice(0, 10)}.ndjson`
    return fileAnswer(pieces, name, 'application/x-ndjson')
  })
}
