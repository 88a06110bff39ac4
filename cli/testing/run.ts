// The command line as a person runs it: a process of its own, in a folder of its own.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll } from 'vitest'

export type Run = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

const TSX = pathToFileURL(resolve('node_modules/tsx/dist/esm/index.mjs')).href

/** How to start the program with these arguments, for who does so otherwise. */
export function programWith(args: readonly string[]): [command: string, args: string[]] {
  return [process.execPath, ['--import', TSX, resolve('cli/main.ts'), ...args]]
}

/** @param env beside what is set here */
export function run(
  args: readonly string[],
  input = '',
  cwd = '.',
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const child = spawn(...programWith(args), { cwd, env: { ...process.env, ...env } })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text) => {
    stdout += text
  })
  child.stderr.on('data', (text) => {
    stderr += text
  })
  child.stdin.end(input)
  return new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })))
}

/** A folder for the tests of a suite, gone after them. */
export function newFolder() {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portcullis-cli-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return {
    /** Writes a file there, and says where it is. */
    file: async (name: string, content: string | object): Promise<string> => {
      const path = join(folder, name)
      await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
      return path
    },
    /** Runs a command there. */
    runThere: (
      args: readonly string[],
      input = '',
      env: Readonly<Record<string, string>> = {},
    ): Promise<Run> => run(args, input, folder, env),
    /** The text of a file there. */
    read: (name: string): Promise<string> => readFile(join(folder, name), 'utf8'),
  }
}
