// The folder that holds everything a copy of Portcullis must keep: its database and its secret.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './say.mjs'

/**
 * Makes the folder where it is missing and tries to write to it.
 * @param {string} directory absolute
 */
export function ensureDataFolder(directory) {
  const probe = join(directory, `.probe-${process.pid}`)
  try {
    // 0711: the account that runs Postgres may have to pass through, and may list nothing.
    mkdirSync(directory, { recursive: true, mode: 0o711 })
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    throw new Refusal(
      `The data folder ${directory} cannot be written: ${reasonOf(error)}.\nGive this account write access to it, or choose another folder: DATA_DIR=/path/to/folder npm start`,
    )
  }
}

function reasonOf(error) {
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
      return 'this account may not write there'
    case 'EROFS':
      return 'it is on a read-only file system'
    case 'EEXIST':
    case 'ENOTDIR':
      return 'there is a file of that name'
    case 'ENOSPC':
      return 'the disk is full'
    default:
      return error.message
  }
}

/**
 * The secret of this copy: made once, never replaced silently, for what was sealed with it would
 * be lost.
 * @param {string} directory the data folder
 */
export function ensureSecretKey(directory) {
  const file = join(directory, 'secret-key')
  if (existsSync(file)) {
    chmodSync(file, 0o600)
    return readFileSync(file, 'utf8').trim()
  }
  if (existsSync(join(directory, 'postgres', 'data'))) {
    throw new Refusal(
      `${file} is missing, though the database it belongs to is there.\nPut the file back, or set SECRET_KEY to what it held. If it is lost: with a new SECRET_KEY everything works except the stored headers of servers, which must be entered again.`,
    )
  }
  const secret = randomBytes(48).toString('base64url')
  writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true })
  return secret
}
