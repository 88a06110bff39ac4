// Runs a program to its end, keeping its words for the case that it fails.
import { spawn } from 'node:child_process'

const END_WITH_PARENT = new URL('./end-with-parent.mjs', import.meta.url).href

/**
 * What makes a script of node end with this process, even when this is killed. Wants an IPC channel.
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 */
export function endingWithUs(args, env) {
  return {
    args: ['--import', END_WITH_PARENT, ...args],
    env: { ...env, ENDS_WITH: String(process.pid) },
  }
}

const KEPT_CHARACTERS = 20_000

/**
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, lifecycle?: { onStop(undo: () => void): () => void }, show?: boolean, ipc?: boolean }} [options]
 *   `show` passes the program's words through; a stopped lifecycle ends the program
 * @returns {Promise<{ code: number | null, output: string }>} code null where it could not run or was killed
 */
export function runCommand(program, args, { env = process.env, lifecycle, show = false, ipc = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? ['ipc'] : [])] })
    let output = ''
    const keep = (stream) => (chunk) => {
      output = (output + chunk).slice(-KEPT_CHARACTERS)
      if (show) stream.write(chunk)
    }
    child.stdout.on('data', keep(process.stdout))
    child.stderr.on('data', keep(process.stderr))
    const forget = lifecycle?.onStop(() => child.kill('SIGTERM'))
    const end = (code) => {
      forget?.()
      resolve({ code, output })
    }
    child.once('error', (error) => {
      output += error.message
      end(null)
    })
    child.once('close', end)
  })
}

/** The same for a script of node, which ends with this process. */
export function runNode(args, { env = process.env, ...options } = {}) {
  const ending = endingWithUs(args, env)
  return runCommand(process.execPath, ending.args, { env: ending.env, ipc: true, ...options })
}

/** The last lines of a program's output, for a sentence about its failure. */
export function lastLines(output, count = 12) {
  const lines = output.trimEnd().split('\n').slice(-count)
  return lines.map((line) => `    ${line}`).join('\n')
}
