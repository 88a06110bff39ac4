// `user create`: a user with an organisation and a fresh API key; for automation and tests. Whoever
// can run this can read the database, so it asks for no sign-up to be open and counts no attempts.
import { createApiKey, openAccount, proveAccount } from '#lib/accounts/index.ts'
import { disconnect } from '#lib/data/client.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { readArguments } from './arguments.ts'
import { OPTIONS } from './options.ts'
import { UsageError } from './usage-error.ts'

export async function createUser(args: string[]): Promise<number> {
  const { values } = readArguments(args, OPTIONS['user create'])
  const { email, password, json } = values
  if (!email || !password) throw new UsageError('user create needs --email and --password.')
  try {
    const { member, isNew } = await openOrProve({ email, password })
    const { key } = await createApiKey(member, 'made by the command line')
    console.log(json ? JSON.stringify({ apiKey: key }) : readableText(member, isNew, key))
    return 0
  } finally {
    await disconnect()
  }
}

async function openOrProve(credentials: { email: string; password: string }) {
  try {
    return { member: await openAccount(credentials, 'cli'), isNew: true }
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'email-taken') throw error
  }
  return { member: await proveExisting(credentials), isNew: false }
}

async function proveExisting(credentials: { email: string; password: string }): Promise<Member> {
  try {
    return await proveAccount(credentials, 'cli')
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'wrong-credentials') throw error
    throw new Fault(
      'wrong-credentials',
      'There is already a user with this e-mail address, and the password is not theirs. Nothing was changed.',
    )
  }
}

function readableText(member: Member, isNew: boolean, key: string): string {
  const who = `${member.email}, ${member.role} of ${member.organisation.name}`
  return `${isNew ? 'Made' : 'Found'} ${who}.\nAPI key, shown this once:\n${key}`
}
