// The process that ends the children of a connector which was killed and could not.
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('./warden.mjs', import.meta.url))

export class Warden {
  readonly #groups = new Set<number>()
  #process: ChildProcess | null = null
  #isClosed = false

  watch(group: number): void {
    this.#groups.add(group)
    if (this.#process) this.#say(`+${group}`)
    else this.#start()
  }

  forget(group: number): void {
    if (this.#groups.delete(group)) this.#say(`-${group}`)
  }

  close(): void {
    this.#isClosed = true
    this.#process?.stdin?.end()
  }

  // In a session of its own: neither a terminal's Ctrl-C nor a signal to our group reaches it.
  #start(): void {
    const child = spawn(process.execPath, [PROGRAM], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { NODE_ENV: 'production' },
    })
    this.#process = child
    child.on('error', () => {})
    child.stdin.on('error', () => {})
    child.once('exit', () => {
      this.#process = null
      if (!this.#isClosed && this.#groups.size > 0) this.#start()
    })
    child.unref()
    for (const group of this.#groups) this.#say(`+${group}`)
  }

  #say(line: string): void {
    this.#process?.stdin?.write(`${line}\n`)
  }
}
