// Preloaded into children that are not ours to change (Next, Prisma, the test runners): they end when
// the process that started them does, even when that was killed and could say nothing.
// Their own workers inherit the preload and live by their own rules.
if (process.env.ENDS_WITH === String(process.ppid) && process.channel) {
  process.on('disconnect', () => process.exit(0))
  // Listening must not keep alive a program that has nothing else to do.
  process.channel.unref()
}
