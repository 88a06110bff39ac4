import { Composer, isMap, isNode, isScalar, isSeq, Lexer, Parser, Scalar } from 'yaml'
import type { YamlLibrary } from './library.ts'

export const YAML: YamlLibrary = { Composer, Lexer, Parser, Scalar, isMap, isNode, isScalar, isSeq }
