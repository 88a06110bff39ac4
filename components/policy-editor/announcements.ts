// The queue behind the live region: at most one announcement per 400 ms, later words replacing
// earlier ones about the same thing, so that a held arrow key does not talk for a minute.

export type Topic = 'move' | 'selection' | 'drag' | 'state'
export const QUIET_MS = 400

/** A sentence, or one that is only made when it is read out and by then knows the latest counts. */
export type Sentence = string | (() => string)
export type Queue = ReadonlyMap<Topic, Sentence>
export const NOTHING: Queue = new Map()

/** The queue with one more sentence; a topic says only its latest. */
export function enqueue(queue: Queue, topic: Topic, sentence: Sentence): Queue {
  const next = new Map(queue)
  next.delete(topic)
  return next.set(topic, sentence)
}

/** What is read out now: all waiting sentences, oldest topic first. */
export function spoken(queue: Queue): string {
  return [...queue.values()]
    .map((sentence) => (typeof sentence === 'string' ? sentence : sentence()))
    .join(' ')
}
