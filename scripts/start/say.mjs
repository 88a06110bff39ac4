// What the commands tell a person: sentences, and a line for each step that takes a while.

/** An error that a person can act on: its message is shown alone, without a stack. */
export class Refusal extends Error {}

const REMIND_MS = 15_000
let out = process.stdout

/** From now on words go to `stream`: the CLI keeps stdout for its own answers. */
export function speakTo(stream) {
  out = stream
}

export function say(text) {
  out.write(`${text}\n`)
}

/**
 * Runs `work` under a line that says what is going on and, at the end, how long it took.
 * @template T
 * @param {string} what such as "Installing packages"
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const started = Date.now()
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`
  say(`  ${what} …`)
  const reminder = setInterval(() => say(`  ${what} … ${seconds()}`), REMIND_MS)
  try {
    const result = await work()
    say(`  ${what}: done in ${seconds()}`)
    return result
  } finally {
    clearInterval(reminder)
  }
}
