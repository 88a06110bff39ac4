// Preloaded into children that are not ours to change (Next, Prisma): they end when the supervisor
// does, even when it was killed and could say nothing.
process.on('disconnect', () => process.exit(0))
// Listening must not keep alive a program that has nothing else to do.
process.channel?.unref()
