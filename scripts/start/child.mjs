// A child process of the supervisor. It has a process group of its own, so that a terminal's Ctrl-C
// reaches the supervisor alone and the order of stopping is ours; and an IPC channel, whose end tells
// it that the supervisor was killed.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/**
 * @param {string} name for people, such as "dashboard"
 * @param {string[]} args of node
 * @param {{ env: Record<string, string | undefined>, logsOnly?: boolean }} options
 *   logsOnly passes JSON lines of stdout on and drops the rest (banners)
 * @returns {{ name: string, process: import('node:child_process').ChildProcess, exited: Promise<string>, stop(patienceMs: number, force?: boolean): Promise<void> }}
 *   exited says how it ended, in words
 */
export function startChild(name, args, { env, logsOnly = false }) {
  const child = spawn(process.execPath, args, {
    env,
    detached: true,
    stdio: ['ignore', logsOnly ? 'pipe' : 'inherit', 'inherit', 'ipc'],
  })
  if (child.stdout) {
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => line.startsWith('{') && process.stdout.write(`${line}\n`))
  }
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`))
  })
  const kill = () => killGroup(child.pid)
  return {
    name,
    process: child,
    exited,
    async stop(patienceMs, force = false) {
      if (force) kill()
      else child.kill('SIGTERM')
      const timer = setTimeout(kill, patienceMs)
      await exited
      clearTimeout(timer)
    },
  }
}

function killGroup(pid) {
  try {
    if (pid) process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}
