// For `npm run dev`: a child that is replaced when sources change, and kept waiting when it broke.
import { watch } from 'node:fs'
import { say } from './say.mjs'

const SETTLE_MS = 200
const PATIENCE_MS = 2_000

/**
 * @param {() => ReturnType<typeof import('./child.mjs').startChild>} startChild
 * @param {string[]} folders watched with what is in them
 * @returns the same shape as a child; it ends only by `stop`
 */
export function startReloading(startChild, folders) {
  let child = startChild()
  let timer
  let replacing = Promise.resolve()
  const replace = async () => {
    await child.stop(PATIENCE_MS)
    child = startChild()
    say(`  The ${child.name} started again`)
  }
  const watchers = folders.map((folder) =>
    watch(folder, { recursive: true }, (_, file) => {
      if (!file || /\.test\.tsx?$/.test(file)) return
      clearTimeout(timer)
      timer = setTimeout(() => {
        replacing = replacing.then(replace)
      }, SETTLE_MS)
    }),
  )
  return {
    name: child.name,
    exited: new Promise(() => {}),
    async stop(patienceMs, force) {
      for (const watcher of watchers) watcher.close()
      clearTimeout(timer)
      await replacing
      await child.stop(patienceMs, force)
    },
  }
}
