// What a server says while nobody listens: the latest of it is kept for the next standing stream.
import { type JsonObject, serializeJson } from '#lib/json/index.ts'

const MAX_MESSAGES = 100
const MAX_BYTES = 256 * 1024

export class Backlog {
  #messages: { readonly message: JsonObject; readonly bytes: number }[] = []
  #bytes = 0

  /** Keeps a message; the oldest go where there are too many. */
  add(message: JsonObject): void {
    const bytes = Buffer.byteLength(serializeJson(message))
    if (bytes > MAX_BYTES) return
    this.#messages.push({ message, bytes })
    this.#bytes += bytes
    while (this.#messages.length > MAX_MESSAGES || this.#bytes > MAX_BYTES)
      this.#bytes -= this.#messages.shift()?.bytes ?? 0
  }

  /** Everything that is kept, oldest first; nothing is kept afterwards. */
  drain(): JsonObject[] {
    const kept = this.#messages
    this.#messages = []
    this.#bytes = 0
    return kept.map((each) => each.message)
  }
}
