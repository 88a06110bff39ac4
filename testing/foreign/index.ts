// Programs of others that the gateway is proven with. They are installed beside the product's own
// packages, only for the tests that want them, and some need a newer Node than Portcullis does: where
// this one is too old, a newer one is among them.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const NEEDED = [22, 19] as const

export type ForeignPackage =
  | '@ai-sdk/mcp'
  | '@anthropic-ai/claude-code'
  | '@google/gemini-cli'
  | '@langchain/mcp-adapters'
  | '@modelcontextprotocol/inspector'
  | '@openai/agents'
  | '@openai/codex'
  | 'conformance-0.1'
  | 'conformance-0.2'
  | 'mcp-remote'

/**
 * The absolute path of a file of a foreign package.
 * @throws with the command that installs them, where it is not there
 */
export function foreignFile(name: ForeignPackage, path: string): string {
  return present(`node_modules/${name}/${path}`)
}

/** The absolute path of something that lies there with them. @throws as `foreignFile` does */
export function foreignRoot(path = ''): string {
  return path === '' ? HERE : present(path)
}

/** The version that lies there, and the one that was asked for: npm may install another one silently. */
export function foreignVersion(name: ForeignPackage): { installed: string; wanted: string } {
  const installed = readPackage(foreignFile(name, 'package.json')).version ?? ''
  const { dependencies = {} } = readPackage(`${HERE}package.json`)
  return { installed, wanted: (dependencies[name] ?? '').replace(/^npm:.*@/, '') }
}

/**
 * A Node that is new enough for all of them: the one that runs this, or the one that npm brought.
 * @throws with what to do, where there is none for this kind of machine
 */
export function newerNode(version = process.versions.node): string {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return process.execPath
  const name = `node-${process.platform}-${process.arch}`
  if (!(name in (readPackage(`${HERE}package.json`).optionalDependencies ?? {})))
    throw new Error(
      `These tests need Node ${NEEDED.join('.')} or newer, and npm has none for ${process.platform} on ${process.arch}: install one and run them again.`,
    )
  return present(`node_modules/${name}/bin/node`)
}

function present(path: string): string {
  if (existsSync(`${HERE}${path}`)) return `${HERE}${path}`
  throw new Error(
    `The programs of others are not installed. \`npm test -- conformance\` installs them, or: npm install --prefix testing/foreign --ignore-scripts`,
  )
}

type Manifest = {
  version?: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

function readPackage(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest
}
