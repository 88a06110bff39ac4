'use client'

import { useMemo } from 'react'
import type { EditorTool } from '../model.ts'
import type { Field } from '../rules/field.ts'
import { fieldsFor } from '../rules/fields.ts'
import { schemaOf } from '../rules/schema-of.ts'

/** What conditions on these tools can name; null while a definition is not here yet. */
export function useFields(tools: readonly EditorTool[] | null): readonly Field[] | null {
  return useMemo(() => {
    if (tools === null) return null
    const schemas = tools.filter((tool) => tool.state !== 'gone').map(schemaOf)
    return schemas.includes(undefined) ? null : fieldsFor(schemas)
  }, [tools])
}
