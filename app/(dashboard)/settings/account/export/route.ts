// Everything of the person's account as a file, by the form of their account page.
import { requireRecent } from '#lib/auth/index.ts'
import { exportAccount } from '#lib/takeout/index.ts'
import { fileAnswer, formFile } from '../../../form-post.ts'

export async function POST(request: Request): Promise<Response> {
  return formFile(request, async (member) => {
    await requireRecent()
    const pieces = await exportAccount(member)
    const name = `portcullis-account-${new Date().toISOString().slice(0, 10)}.ndjson`
    return fileAnswer(pieces, name, 'application/x-ndjson')
  })
}
