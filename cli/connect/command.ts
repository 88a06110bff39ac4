// The command that starts the server: found before anything is dialled, and shown without its secrets.
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join, sep } from 'node:path'

/** Whether the program could be started: a path, or a name that is found in `path`. */
export function isStartable(file: string, path: string): boolean {
  if (file.includes('/') || file.includes(sep)) return isExecutable(file)
  const endings = process.platform === 'win32' ? ['', '.exe', '.cmd', '.bat'] : ['']
  return path
    .split(delimiter)
    .some((folder) => endings.some((ending) => isExecutable(join(folder, file + ending))))
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

const SECRET_NAME = /key|token|secret|passw|auth|credential|cookie|session/i
// Long, of letters and digits mixed, and no path: what a generated secret looks like.
const SECRET_LOOK = /^(?=.*\d)(?=.*[a-z])[\w+=.-]{24,}$/i

/** The command as it may be shown to other members of an organisation. */
export function shownCommand(file: string, args: readonly string[]): string {
  let hideNext = false
  const shown = args.map((arg) => {
    const hide = hideNext
    hideNext = false
    const [name = '', value] = cut(arg)
    if (value !== undefined && (SECRET_NAME.test(name) || SECRET_LOOK.test(value))) return `${name}=…`
    if (arg.startsWith('-')) {
      hideNext = value === undefined && SECRET_NAME.test(arg)
      return arg
    }
    return hide || SECRET_LOOK.test(arg) || /:\/\/[^/@\s]+@/.test(arg) ? '…' : arg
  })
  return [file, ...shown].map((word) => (/\s/.test(word) ? JSON.stringify(word) : word)).join(' ')
}

function cut(arg: string): [string, string | undefined] {
  const at = arg.indexOf('=')
  return at < 1 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)]
}
