// Work that asks a server with a token, and once more with another where the server does not take it any more.
import type { Asked } from '#lib/data/connections/index.ts'
import { Fault } from '#lib/fault.ts'
import type { Target } from '#lib/upstream/index.ts'
import type { Accesses } from './access.ts'

/** The same server, shown this token in place of whatever it was reached with. */
export function withToken(target: Target, token: string): Target {
  return { ...target, headers: { ...target.headers, authorization: `Bearer ${token}` } }
}

/**
 * @param work may be done twice; it throws `upstream-unauthorised` where the token is refused
 * @throws {Fault} those of `Accesses.of` and of the work
 */
export async function withAccess<T>(
  accesses: Accesses,
  asked: Asked,
  target: Target,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  const access = await accesses.of(asked)
  try {
    return await work(withToken(target, access.token))
  } catch (error) {
    const next = isRefusal(error) ? await accesses.after(asked, access) : null
    if (!next) throw error
    try {
      return await work(withToken(target, next.token))
    } catch (again) {
      if (isRefusal(again)) await accesses.refuse(asked, next)
      throw again
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Fault && error.code === 'upstream-unauthorised'
}
