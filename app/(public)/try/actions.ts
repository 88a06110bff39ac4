'use server'

import { redirect } from 'next/navigation'
import { chosenServer, triedOf } from '#components/trial/pasted.ts'
import type { TryFormState } from '#components/trial/try-form.tsx'
import { currentMember, requestAddress } from '#lib/auth/index.ts'
import { Fault } from '#lib/fault.ts'
import { readPaste } from '#lib/paste/index.ts'
import { publicFault } from '#lib/public-fault.ts'
import { listingOfPackage, startTrial, startTrialOfListing } from '#lib/trials/index.ts'

/** The form without a script: the same work in one go. What is secret in the paste is dropped here, before all else. */
export async function tryAction(_state: TryFormState, form: FormData): Promise<TryFormState> {
  const pasted = form.get('paste')
  const text = typeof pasted === 'string' ? pasted : ''
  const id = await begun(text).catch((error: unknown) => {
    const { code, message } = publicFault(error)
    return { code, message }
  })
  if (typeof id === 'string') redirect(`/try/${id}`)
  return { text, fault: id }
}

async function begun(text: string): Promise<string> {
  const paste = readPaste(text)
  if (paste.kind === 'servers' && paste.servers.length > 1)
    throw new Fault(
      'invalid-input',
      `This file names ${paste.servers.length} servers: ${paste.servers.map(({ name }) => name).join(', ')}. Paste the entry of one of them.`,
    )
  const only = paste.kind === 'servers' ? chosenServer(paste.servers, null) : undefined
  const tried = triedOf(paste, text, only?.name ?? null)
  if (typeof tried === 'string') throw new Fault('invalid-input', tried)
  const visitor = { address: await requestAddress(), member: await currentMember() }
  if (tried.kind === 'package')
    return startTrialOfListing(visitor, await listingOfPackage(tried.package), null)
  const steps = startTrial(visitor, tried)
  for (;;) {
    const step = await steps.next()
    if (step.done) return step.value
  }
}
