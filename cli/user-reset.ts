// `user reset`: a link by which a user chooses a new password, where no letter can bring it. Whoever can run this can write
// to the database, so it asks for no proof.
import { makeResetPath } from '#lib/accounts/index.ts'
import { disconnect } from '#lib/data/client.ts'
import { env } from '#lib/env.ts'
import { readArguments } from './arguments.ts'
import { OPTIONS } from './options.ts'
import { UsageError } from './usage-error.ts'

export async function resetUser(args: string[]): Promise<number> {
  const { email } = readArguments(args, OPTIONS['user reset']).values
  if (!email) throw new UsageError('user reset needs --email.')
  try {
    console.log(env().appUrl + (await makeResetPath(email)))
    return 0
  } finally {
    await disconnect()
  }
}
