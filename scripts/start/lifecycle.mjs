// What was started is stopped in the opposite order, once, whatever ends the program: Ctrl-C, a
// signal, a child that died, or a step that failed.
import { readFileSync } from 'node:fs'
import { Refusal, say } from './say.mjs'

// `npm start` passes a terminal's Ctrl-C on, so that one key press arrives twice.
const SAME_KEY_PRESS_MS = 800
const PARENT_WATCH_MS = 500

/**
 * @returns {{ onStop(undo: (how: { force: boolean }) => unknown): () => void, stop(code: number): Promise<never>, stopped: boolean, serving: boolean }}
 *   onStop returns a function that forgets the work again; once serving, a signal is a clean end (exit code 0)
 */
export function createLifecycle() {
  const undos = new Set()
  let stopping = null
  let firstSignalAt = 0
  const lifecycle = {
    stopped: false,
    serving: false,
    onStop(undo) {
      undos.add(undo)
      return () => undos.delete(undo)
    },
    stop(code) {
      lifecycle.stopped = true
      stopping ??= undoAll(undos, { force: false }).then(() => process.exit(code))
      return stopping
    },
  }
  const onSignal = () => {
    if (!lifecycle.stopped) {
      firstSignalAt = Date.now()
      say(
        `\n  Stopping${lifecycle.serving ? ': calls under way may finish. Ctrl-C again stops at once.' : '.'}`,
      )
      lifecycle.stop(lifecycle.serving ? 0 : 130)
    } else if (Date.now() - firstSignalAt > SAME_KEY_PRESS_MS) {
      undoAll(undos, { force: true }).then(() => process.exit(130))
    }
  }
  // A reader that went away (npm start | head) is no reason to stop serving.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  if (process.env.npm_lifecycle_event) whenParentsEnd(onSignal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal)
  return lifecycle
}

/** Runs `story`; a failure becomes a sentence (or a stack, where it is our own mistake) and exit code 1. */
export async function runStory(lifecycle, story) {
  try {
    await story()
  } catch (error) {
    if (!lifecycle.stopped) failWithSentence(error)
    await lifecycle.stop(1)
  }
}

/** Says what went wrong: a sentence for a person, or the stack of our own mistake. */
export function failWithSentence(error) {
  console.error(error instanceof Refusal ? `\n  ${error.message.replaceAll('\n', '\n  ')}\n` : error)
}

// npm runs a script through a shell, and neither passes its own end on: whoever ended npm meant us.
function whenParentsEnd(work) {
  const shell = process.ppid
  const npm = parentOf(shell)
  const watch = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return
    clearInterval(watch)
    work()
  }, PARENT_WATCH_MS)
  watch.unref()
}

function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
  } catch {
    return null
  }
}

async function undoAll(undos, how) {
  for (const undo of [...undos].reverse()) {
    try {
      await undo(how)
    } catch (error) {
      console.error(error)
    }
  }
}
