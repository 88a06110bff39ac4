// /servers/{id}/account
import { z } from 'zod'
import { type AccountView, disconnect, getSignIn } from '#lib/connections/index.ts'
import { operation } from '../operation.ts'
import { instant } from '../shapes.ts'

const account = z
  .object({
    email: z.string().nullable().meta({ description: 'Whose it is; null for everybody’s.' }),
    connectedBy: z.string(),
    connectedAt: instant,
    renewedAt: instant.nullable(),
    state: z.enum(['connected', 'broken']).meta({
      description: 'Broken: a person has to connect it again, in the dashboard.',
    }),
    message: z.string().meta({ description: 'Why it is broken.' }),
  })
  .meta({ id: 'ServerAccount', description: 'An account at a server, without anything that opens it.' })

const signIn = z
  .object({
    mode: z.enum(['server', 'user']).nullable().meta({
      description: 'One account for everybody, or each person their own; null where it is not signed in to.',
    }),
    issuer: z.string().nullable().meta({ description: 'The authorization server.' }),
    account: account.nullable().meta({ description: 'What the member’s own calls are made with.' }),
    people: z.array(account).meta({ description: 'Who has connected an account, for admins.' }),
    reader: z.string().nullable().meta({ description: 'Whose account the tools are read with.' }),
  })
  .meta({ id: 'ServerSignIn' })

export const get = operation({
  name: 'getServerAccount',
  method: 'GET',
  path: '/servers/{id}/account',
  summary: 'How a server is signed in to (OAuth), and the account that the caller’s calls are made with',
  answer: signIn,
  run: async ({ member, id }) => {
    const found = await getSignIn(member, id)
    return {
      mode: found?.mode ?? null,
      issuer: found?.issuer ?? null,
      account: found?.account ? toAccount(found.account) : null,
      people: found?.people.map(toAccount) ?? [],
      reader: found?.reader ?? null,
    }
  },
})

export const remove = operation({
  name: 'disconnectServerAccount',
  method: 'DELETE',
  path: '/servers/{id}/account',
  summary:
    'Delete the caller’s access to a server; everybody’s where one account serves all. A person connects it again in the dashboard',
  run: async ({ member, id }) => {
    await disconnect(member, id)
    return undefined
  },
})

function toAccount(view: AccountView): z.input<typeof account> {
  return {
    email: view.email,
    connectedBy: view.connectedBy,
    connectedAt: view.connectedAt.toISOString(),
    renewedAt: view.renewedAt?.toISOString() ?? null,
    state: view.isBroken ? 'broken' : 'connected',
    message: view.message,
  }
}
