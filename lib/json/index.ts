export { DEFAULT_BOUNDS, type JsonBounds, type JsonErrorCode, JsonSyntaxError } from './bounds.ts'
export { addDecimals, compareDecimals, compareNumbers, decimalText } from './decimal.ts'
export { parseJson, parseJsonWith, type ReadJson } from './parse.ts'
export { canonicalJson, decimalForm, serializeJson } from './serialize.ts'
export {
  copyOf,
  fromPlain,
  isJsonNumber,
  isJsonObject,
  type Json,
  JsonNumber,
  type JsonObject,
  jsonObject,
  member,
  numberText,
  toPlain,
} from './value.ts'
