// Prisma's schema engine without its native program, which only Prisma's own servers give out: the
// wasm build of the same engine (on npm, as Prisma publishes it) over the driver we use anyway. Its
// one task here is to say what lies between a database and schema.prisma.
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

const PG_CHAR = 18
const PG_TEXT = 25

// What our migrations hold and schema.prisma has no words for, as the engine would undo it.
const BEYOND_PRISMA = [
  // A policy and its first version are written in one transaction: the reference is DEFERRABLE.
  'ALTER TABLE "policy" DROP CONSTRAINT "policy_published_version"',
]

/**
 * The statements that would turn the database's schema into that of the file; none where they agree.
 * @param {string} url a Postgres that the migrations were applied to
 * @param {string} schemaFile path of schema.prisma
 * @returns {Promise<string[]>}
 */
export async function schemaDiff(url, schemaFile) {
  await loadEngine()
  const files = [{ path: schemaFile, content: await readFile(schemaFile, 'utf8') }]
  const engine = await bindings.SchemaEngine.new({}, () => {}, adapterFactory(url))
  try {
    const { exitCode, stdout } = await engine.diff({
      // The adapter decides which database; the file only says that it is a Postgres.
      from: { tag: 'schemaDatasource', files, configDir: dirname(schemaFile) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      shadowDatabaseUrl: null,
      filters: { externalTables: ['public._prisma_migrations'], externalEnums: [] },
    })
    return exitCode === 0 ? [] : statementsOf(stdout ?? '')
  } finally {
    engine.free()
  }
}

function statementsOf(script) {
  const code = script.replace(/^--.*$/gm, '')
  const statements = code.split(/;\s*$/m).map((statement) => statement.trim())
  return statements.filter((statement) => statement !== '' && !BEYOND_PRISMA.includes(statement))
}

let loaded
function loadEngine() {
  loaded ??= load()
  return loaded
}

async function load() {
  // The engine reports its panics through this global.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      console.error(message)
    },
  }
  const bindingsFile = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasm = await readFile(fileURLToPath(bindingsFile.replace(/\.js$/, '.wasm')))
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
}

function adapterFactory(url) {
  const factory = new PrismaPg({ connectionString: url, max: 2 })
  const connect = factory.connect.bind(factory)
  factory.connect = async () => withCharColumns(await connect())
  return bindMigrationAwareSqlAdapterFactory(factory)
}

// The catalogue of Postgres has columns of its one-byte type "char", which the adapter does not know:
// they are read as text and reported as what they are.
function withCharColumns(adapter) {
  let isChar = []
  const performIO = adapter.performIO.bind(adapter)
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.performIO = async (query) => {
    const result = await performIO(query)
    isChar = (result.fields ?? []).map((field) => field.dataTypeID === PG_CHAR)
    for (const [i, field] of (result.fields ?? []).entries()) if (isChar[i]) field.dataTypeID = PG_TEXT
    return result
  }
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query)
    const chars = isChar
    const columnTypes = result.columnTypes.map((type, i) => (chars[i] ? ColumnTypeEnum.Character : type))
    return { ...result, columnTypes }
  }
  return adapter
}
