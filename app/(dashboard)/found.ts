import { notFound } from 'next/navigation'
import { Fault } from '#lib/fault.ts'

/** What a product function found, or the page for what is not there: the same for missing and for another tenant's. */
export async function found<Value>(reading: Promise<Value>): Promise<Value> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Fault && error.code === 'not-found') notFound()
    throw error
  }
}
