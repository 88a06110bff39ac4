/** A file that a command was given cannot be used; the message names it. Ends with exit code 2. */
export class FileError extends Error {
  override readonly name = 'FileError'
}
