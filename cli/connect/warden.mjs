// Outlives a connector that was killed, for as long as it takes to end the children it left behind. Told
// of each process group by a line, `+123` or `-123`; the end of its standard input is the connector's end.
import { createInterface } from 'node:readline'

const groups = new Set()
const PATIENCE_MS = 1_500

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const group = Number(line.slice(1))
  if (!Number.isSafeInteger(group) || group < 2) return
  if (line.startsWith('+')) groups.add(group)
  else groups.delete(group)
})
lines.on('close', () => {
  if (groups.size === 0) process.exit(0)
  for (const group of groups) signalGroup(group, 'SIGTERM')
  setTimeout(() => {
    for (const group of groups) signalGroup(group, 'SIGKILL')
    process.exit(0)
  }, PATIENCE_MS)
})

function signalGroup(group, signal) {
  try {
    process.kill(-group, signal)
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error
  }
}
