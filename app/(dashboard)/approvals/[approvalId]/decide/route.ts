// A person decides, by a form of the approval's page. The page then says what came of it.
import { allowSameShape, approveCall, denyCall, getApproval } from '#lib/approvals/index.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { formPost } from '../../../form-post.ts'
import { readShape } from '../allow/read-shape.ts'

type Context = { params: Promise<{ approvalId: string }> }

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { approvalId } = await params
  return formPost(request, async (member, fields) => {
    const page = `/approvals/${encodeURIComponent(approvalId)}`
    try {
      return (await decide(member, approvalId, fields)) ?? page
    } catch (error) {
      // What the page itself can say: who was faster, what has changed, who may decide.
      if (error instanceof Fault && ['approval-closed', 'forbidden'].includes(error.code))
        return `${page}?fault=${error.code}`
      throw error
    }
  })
}

/** @returns where to go back to, where the form has to be filled in otherwise */
async function decide(member: Member, approvalId: string, fields: URLSearchParams): Promise<string | null> {
  switch (fields.get('verdict')) {
    case 'approve':
      await approveCall(member, approvalId)
      return null
    case 'deny':
      await denyCall(member, approvalId, fields.get('reason') ?? '')
      return null
    case 'allow': {
      const { arguments: args } = await getApproval(member, approvalId)
      const read = args && readShape(fields, args)
      if (read && 'shape' in read) {
        try {
          await allowSameShape(member, approvalId, read.shape)
          return null
        } catch (error) {
          if (!(error instanceof Fault) || error.code !== 'invalid-input') throw error
        }
      }
      fields.delete('verdict')
      return `/approvals/${encodeURIComponent(approvalId)}/allow?tried=1&${fields}`
    }
    default:
      throw new Fault('invalid-input', 'Approve the call, deny it, or allow its shape.')
  }
}
