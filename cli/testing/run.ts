// The command line as a person runs it: a process of its own, in a folder of its own.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll } from 'vitest'

export type Run = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

const TSX = pathToFileURL(resolve('node_modules/tsx/dist/esm/index.mjs')).href

export function run(args: readonly string[], input = '', cwd = '.'): Promise<Run> {
  const child = spawn(process.execPath, ['--import', TSX, resolve('cli/main.ts'), ...args], { cwd })
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
    runThere: (args: readonly string[], input = ''): Promise<Run> => run(args, input, folder),
  }
}
