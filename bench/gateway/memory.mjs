// Loaded into a gateway that is weighed: says what the process holds once its garbage is gone, when it is asked. Needs
// `--expose-gc`.
process.on('message', ({ kind }) => {
  if (kind !== 'memory') return
  // The second finds what the first one set free.
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, external } = process.memoryUsage()
  process.send({ bytes: heapUsed + external })
})
// Who listens would live on for it.
process.channel.unref()
