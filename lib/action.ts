// The one way to write a server action: who is asking, what is asked, the work, and its faults as values.
import 'server-only'
import { headers } from 'next/headers'
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import { currentMember, requireRecent } from '#lib/auth/index.ts'
import { recordRefusal } from '#lib/data/audit-access.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from './fault.ts'
import { parseInput } from './input.ts'
import { type PublicFault, publicFault } from './public-fault.ts'
import { type Needed, requireNeeded } from './role.ts'

export type ActionResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: PublicFault }

/** What a caller may send: the schema's input, readonly values included. */
export type Sent<T> = T extends readonly (infer Item)[]
  ? readonly Sent<Item>[]
  : T extends Date
    ? T
    : T extends object
      ? { readonly [Key in keyof T]: Sent<T[Key]> }
      : T

/**
 * A server action for members who have a permission.
 * @param schema refuses what the action did not ask for; unknown members are an error, at every depth it is strict at
 * @returns an action that never throws a fault: it answers {ok: false, fault}
 */
export function memberAction<Schema extends z.ZodType, T>(
  needed: Needed,
  schema: Schema,
  run: (member: Member, input: z.output<Schema>) => Promise<T>,
): (input: Sent<z.input<Schema>>) => Promise<ActionResult<T>> {
  return (input) =>
    settle(async () => {
      const member = await currentMember()
      if (!member)
        throw new Fault('not-signed-in', 'Your session has ended. Sign in again; nothing was changed.')
      try {
        requireNeeded(member, needed)
        return await run(member, parseInput(schema, input))
      } catch (error) {
        if (error instanceof Fault && error.code === 'forbidden') await recordRefused(member, error)
        throw error
      }
    })
}

/**
 * A server action for what cannot be taken back: its person has confirmed within ten minutes that it is them, or is
 * answered `confirm-first`, which every form answers with one dialog (components/confirm).
 */
export function confirmedAction<Schema extends z.ZodType, T>(
  needed: Needed,
  schema: Schema,
  run: (member: Member, input: z.output<Schema>) => Promise<T>,
): (input: Sent<z.input<Schema>>) => Promise<ActionResult<T>> {
  return memberAction(needed, schema, async (member, input) => {
    await requireRecent()
    return run(member, input)
  })
}

/** A person was refused by their role, or by what stands apart from it. */
async function recordRefused(member: Member, { data }: Fault): Promise<void> {
  const place = (await headers()).get('x-path') ?? 'the dashboard'
  await recordRefusal(member, `an action on ${place}`, String(data.required ?? ''))
}

/** A server action for anyone: signing up, signing in. */
export function publicAction<Schema extends z.ZodType, T>(
  schema: Schema,
  run: (input: z.output<Schema>) => Promise<T>,
): (input: Sent<z.input<Schema>>) => Promise<ActionResult<T>> {
  return (input) => settle(async () => run(parseInput(schema, input)))
}

async function settle<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    // A redirect is thrown too, and is Next's to catch.
    unstable_rethrow(error)
    return { ok: false, fault: publicFault(error) }
  }
}
