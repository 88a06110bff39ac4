// Policies as files of a repository: a text each, and one list of which file is which policy.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Format } from '#lib/policy/index.ts'
import { readText } from './arguments.ts'
import { FileError } from './file-error.ts'
import { UsageError } from './usage-error.ts'

/** Beside the files: `{"policies": {"linear/default.json": "pol_…"}}`. */
export const LIST = 'portcullis.json'
const List = z.object({ policies: z.record(z.string().min(1), z.string().regex(/^pol_[0-9a-z]{28}$/)) })

export type PolicyFile = { readonly file: string; readonly policyId: string }

/** FILE and `--policy ID`, or the files of `--dir FOLDER`. @throws UsageError, FileError */
export async function namedFiles(
  { dir, policy }: { readonly dir?: string | undefined; readonly policy?: string | undefined },
  positionals: readonly string[],
): Promise<readonly PolicyFile[]> {
  const [file, ...more] = positionals
  if (dir !== undefined) {
    if (file !== undefined || policy !== undefined)
      throw new UsageError(`--dir takes its files, and which policy each is, from its ${LIST}.`)
    return listedFiles(dir)
  }
  if (file === undefined || policy === undefined || more.length > 0)
    throw new UsageError(
      'Name a file and its policy (--policy ID), or a folder that `policy pull` wrote (--dir FOLDER).',
    )
  return [{ file, policyId: policy }]
}

/** The files of a folder, in the order of its list. @throws FileError where there is no list, or a wrong one */
export async function listedFiles(folder: string): Promise<PolicyFile[]> {
  const path = join(folder, LIST)
  const parsed = List.safeParse(jsonOf(await readText(path), path))
  if (!parsed.success)
    throw new FileError(
      `${path} must look like {"policies": {"linear/default.json": "pol_…"}}. \`policy pull\` writes it.`,
    )
  return Object.entries(parsed.data.policies).map(([file, policyId]) => {
    // A list is a repository's: it names files of its own folder only.
    if (file.startsWith('/') || file.split(/[\\/]/).includes('..'))
      throw new FileError(`${path} names ${file}, which is outside of ${folder}.`)
    return { file: join(folder, file), policyId }
  })
}

/** Writes files and their list. Files that are there are written over. */
export async function writeFiles(
  folder: string,
  policies: readonly { readonly file: string; readonly policyId: string; readonly source: string }[],
): Promise<void> {
  for (const { file, source } of policies) await writeOne(join(folder, file), source)
  const list = Object.fromEntries(policies.map(({ file, policyId }) => [file, policyId]))
  await writeOne(join(folder, LIST), `${JSON.stringify({ policies: list }, null, 2)}\n`)
}

/** @throws FileError */
export async function writeOne(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  } catch (error) {
    throw new FileError(
      `${path} could not be written: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

/** `linear/read-only.json`: unlike every name in `taken`, which it is added to. */
export function fileNameFor(server: string, policy: string, format: Format, taken: Set<string>): string {
  const plain =
    policy
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'policy'
  for (let n = 1; ; n++) {
    const name = `${server}/${plain}${n === 1 ? '' : `-${n}`}.${format}`
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}

function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FileError(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}
