// `user remove-factors`: lets somebody in by their password alone who has lost their device and every recovery code. Whoever
// can run this can write to the database, so it asks for no proof of them; that it is the right person is theirs to know.
import { disconnect } from '#lib/data/client.ts'
import { removeFactorsOf } from '#lib/factors/index.ts'
import { readArguments } from './arguments.ts'
import { OPTIONS } from './options.ts'
import { UsageError } from './usage-error.ts'

export async function removeFactors(args: string[]): Promise<number> {
  const { email } = readArguments(args, OPTIONS['user remove-factors']).values
  if (!email) throw new UsageError('user remove-factors needs --email.')
  try {
    const count = await removeFactorsOf(email)
    console.log(
      count === 0
        ? 'There was no second step: the password alone opens the account.'
        : 'The second step is gone: the password alone opens the account. Its person is told by mail.',
    )
    return 0
  } finally {
    await disconnect()
  }
}
