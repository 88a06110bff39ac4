// Things that never change under their key, kept so that a call need not read them again: compiled
// policies and baselines by version id, and what a pinned definition declares by its hash. Nothing that can change
// is ever kept.
import {
  findBaselineDocument,
  findPinnedDefinition,
  findPolicyDocument,
  type Pool,
  type StoredTool,
} from '#lib/data/admission/index.ts'
import { isJsonObject, type Json, JsonSyntaxError, member, parseJson } from '#lib/json/index.ts'
import { type ParamHeader, paramHeadersOf, supportsTasks } from '#lib/mcp/index.ts'
import {
  type CompiledPolicy,
  compileBaseline,
  compilePolicy,
  type Parsed,
  type Policy,
  parseBaseline,
  parsePolicy,
  withBaseline,
} from '#lib/policy/index.ts'

export type Declared = {
  readonly names: readonly string[]
  readonly headers: readonly ParamHeader[]
  /** A legacy call of it may run as a task. */
  readonly tasks: boolean
}
export type Shelf = {
  /**
   * The published policy with the organisation's baseline beside it, or null where there is no policy or one of the two
   * cannot be read: all of these refuse everything (E1).
   */
  policy(
    organisationId: string,
    versionId: string | null,
    baselineVersionId: string | null,
  ): Promise<CompiledPolicy | null>
  /** What a pinned tool's input schema declares; nothing for a tool that is not pinned. At once where it is kept. */
  declared(organisationId: string, serverId: string, tool: StoredTool | null): Declared | Promise<Declared>
}

const MAX_POLICIES = 500
const MAX_SCHEMAS = 20_000
const NOTHING: Declared = { names: [], headers: [], tasks: false }
const BOUNDS = { maxDepth: 128, maxNodes: 2_000_000 }

export function createShelf(pool: Pool): Shelf {
  const policies = new Kept<CompiledPolicy | null>(MAX_POLICIES)
  const baselines = new Kept<CompiledPolicy | null>(MAX_POLICIES)
  const pairs = new Kept<CompiledPolicy | null>(MAX_POLICIES)
  const schemas = new Kept<Declared>(MAX_SCHEMAS)
  // One reading of a tool serves many calls.
  const read = new WeakMap<StoredTool, Declared>()
  const policyOf = (organisationId: string, versionId: string) =>
    policies.getOr(
      `${organisationId}/${versionId}`,
      async () => {
        const document = await findPolicyDocument(pool, organisationId, versionId)
        return document === null ? undefined : compiledDocument(document)
      },
      null,
    )
  const baselineOf = (organisationId: string, versionId: string) =>
    baselines.getOr(
      `${organisationId}/${versionId}`,
      async () => {
        const document = await findBaselineDocument(pool, organisationId, versionId)
        return document === null ? undefined : compiledBaseline(document)
      },
      null,
    )
  return {
    policy: async (organisationId, versionId, baselineVersionId) => {
      if (versionId === null) return null
      if (baselineVersionId === null) return policyOf(organisationId, versionId)
      // One object for each pair: what is made once for a policy is found by it.
      return pairs.getOr(
        `${organisationId}/${versionId}/${baselineVersionId}`,
        async () => {
          const policy = await policyOf(organisationId, versionId)
          const baseline = await baselineOf(organisationId, baselineVersionId)
          return policy && baseline ? withBaseline(policy, baseline) : undefined
        },
        null,
      )
    },
    declared: (organisationId, serverId, tool) => {
      if (tool?.state !== 'pinned' || tool.pinnedHash === null) return NOTHING
      const known = read.get(tool)
      if (known) return known
      const pinned = { name: tool.name, pinnedHash: tool.pinnedHash }
      const found = schemas.getOr(
        `${serverId}/${tool.pinnedHash}`,
        async () => {
          const definition = await findPinnedDefinition(pool, organisationId, serverId, pinned)
          return definition === null ? undefined : declaredBy(definition)
        },
        NOTHING,
      )
      if (!(found instanceof Promise)) read.set(tool, found)
      return found
    },
  }
}

/** A stored document, compiled; null where it cannot be read, which refuses everything (E1). */
export function compiledDocument(document: string): CompiledPolicy | null {
  return compiled(document, parsePolicy, compilePolicy)
}

function compiledBaseline(document: string): CompiledPolicy | null {
  return compiled(document, parseBaseline, compileBaseline)
}

function compiled(
  document: string,
  parse: (document: Json) => Parsed<Policy>,
  compile: (policy: Policy) => CompiledPolicy,
): CompiledPolicy | null {
  try {
    const parsed = parse(parseJson(document, { maxDepth: 64, maxNodes: 1_000_000 }))
    return parsed.ok ? compile(parsed.value) : null
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null
    throw error
  }
}

function declaredBy(text: string): Declared {
  const definition = parseJson(text, BOUNDS)
  const schema = isJsonObject(definition) ? member(definition, 'inputSchema') : undefined
  const properties = isJsonObject(schema) ? member(schema, 'properties') : undefined
  return {
    names: isJsonObject(properties) ? Object.keys(properties) : [],
    headers: paramHeadersOf(schema),
    tasks: supportsTasks(definition),
  }
}

// The oldest goes first; a Map remembers the order in which its keys came.
class Kept<Value> {
  readonly #values = new Map<string, Value>()
  readonly #max: number
  constructor(max: number) {
    this.#max = max
  }

  /** The kept value, at once; else the loaded one, or `absent`, which is not kept, where nothing was loaded. */
  getOr(key: string, load: () => Promise<Value | undefined>, absent: Value): Value | Promise<Value> {
    const kept = this.#values.get(key)
    return kept !== undefined ? kept : this.#load(key, load, absent)
  }

  async #load(key: string, load: () => Promise<Value | undefined>, absent: Value): Promise<Value> {
    const loaded = await load()
    if (loaded === undefined) return absent
    if (this.#values.size >= this.#max) {
      const oldest = this.#values.keys().next()
      if (!oldest.done) this.#values.delete(oldest.value)
    }
    this.#values.set(key, loaded)
    return loaded
  }
}
