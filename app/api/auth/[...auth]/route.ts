import { answerAuth } from '#lib/auth/index.ts'

export const GET = answerAuth
export const POST = answerAuth
