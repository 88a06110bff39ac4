// Tasks: since 2026-07-28 an extension that a client declares in every request; before, a part of the
// protocol (2025-11-25) for tools that say so.
import { fromPlain, isJsonObject, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import type { McpRequest } from './message.ts'
import { META, TASKS_EXTENSION } from './versions.ts'

/** Whether a 2026-07-28 request declares the extension. */
export function declaresTasks({ params }: McpRequest): boolean {
  const meta = member(params, '_meta')
  const declared = isJsonObject(meta) ? member(meta, META.clientCapabilities) : undefined
  const extensions = isJsonObject(declared) ? member(declared, 'extensions') : undefined
  return isJsonObject(extensions) && isJsonObject(member(extensions, TASKS_EXTENSION))
}

/** The `data` of a MissingRequiredClientCapability error (-32021). */
export function missingTasks(): JsonObject {
  const required = fromPlain({ requiredCapabilities: { extensions: { [TASKS_EXTENSION]: {} } } })
  return isJsonObject(required) ? required : jsonObject()
}

/** Whether a tool's definition lets a legacy call run as a task. */
export function supportsTasks(definition: Json): boolean {
  const execution = isJsonObject(definition) ? member(definition, 'execution') : undefined
  const support = isJsonObject(execution) ? member(execution, 'taskSupport') : undefined
  return support === 'optional' || support === 'required'
}

/** Whether a call asks to run as a task (2025-11-25). */
export function asksForTask({ era, group, params }: McpRequest): boolean {
  return era === 'legacy' && group === 'tool-call' && Object.hasOwn(params, 'task')
}
