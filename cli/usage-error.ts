/** The command was written wrongly; the usage is shown with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
