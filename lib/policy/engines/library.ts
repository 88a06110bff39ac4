// The two libraries that are too large to be waited for where nothing asks for them: most policies are
// JSON without a regular expression. What this language uses of each, and nothing else.
import type { RE2JS } from 're2js'
import type { Composer, isMap, isNode, isScalar, isSeq, Lexer, Parser, Scalar } from 'yaml'

export type YamlLibrary = {
  readonly Composer: typeof Composer
  readonly Lexer: typeof Lexer
  readonly Parser: typeof Parser
  readonly Scalar: typeof Scalar
  readonly isMap: typeof isMap
  readonly isNode: typeof isNode
  readonly isScalar: typeof isScalar
  readonly isSeq: typeof isSeq
}
export type RegexLibrary = { readonly RE2JS: typeof RE2JS }

/** How the libraries are come by: at once on a server, on need in a browser. `package.json` chooses. */
export type Engines = {
  /** Throws where it is not there: a text that needs it is never read without. */
  readonly yamlLibrary: () => YamlLibrary
  readonly regexLibrary: () => RegexLibrary
  readonly isLoaded: (engine: Engine) => boolean
  /** Resolves once they are there; rejects where they cannot be fetched, and then tries again when asked again. */
  readonly load: (engines: readonly Engine[]) => Promise<void>
}
export type Engine = 'yaml' | 'regex'
