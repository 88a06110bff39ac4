// Work that takes a while, asked for by a POST and told line by line, one JSON object each.
import { type FaultView, NO_ANSWER } from './action.ts'
import { responseLines } from './response-lines.ts'

type Line = { readonly type: string }
export type FaultLine = { readonly type: 'fault'; readonly fault: FaultView }

/**
 * Yields what happens on the way. The last line is of the type `end`, or a fault: a stream that breaks off is one too.
 * @param end the type of the line that says that all is done
 */
export async function* toldByLines<Each extends Line>(
  address: string,
  input: object,
  end: Each['type'],
  signal: AbortSignal,
): AsyncGenerator<Each | FaultLine> {
  let last: string | null = null
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      signal,
    })
    for await (const line of responseLines(response)) {
      const event = JSON.parse(line) as Each
      last = event.type
      yield event
    }
  } catch {
    // Said below, in one place with the stream that just stops.
  }
  if (last !== end && last !== 'fault') yield { type: 'fault', fault: NO_ANSWER }
}
