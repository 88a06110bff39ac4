// /policies/import
import { z } from 'zod'
import { importDocument } from '#lib/policies/index.ts'
import { documentShape, documentText } from '../document.ts'
import { operation } from '../operation.ts'
import { id } from '../shapes.ts'

const note = z
  .object({
    pointer: z.string().meta({ description: 'A JSON Pointer into the document that was sent.' }),
    outcome: z.enum(['mapped', 'kept', 'not-supported']),
    message: z.string(),
    offset: z.int().meta({ description: 'Where it stands in the text, in UTF-16 units.' }),
    length: z.int(),
  })
  .meta({ id: 'ImportNote' })

export const importPolicy = operation({
  name: 'importPolicy',
  method: 'POST',
  path: '/policies/import',
  summary:
    'A policy of a hosted gateway (JSON) or of Intercept (YAML) as a document to publish; nothing is stored',
  body: z.strictObject({ serverId: id.optional(), document: documentShape }),
  answer: z.object({
    kind: z.enum(['policylayer-json', 'intercept-yaml', 'portcullis']),
    document: z.string().meta({ description: 'The document, as JSON text.' }),
    report: z
      .array(note)
      .meta({ description: 'What became of each part; what is not supported is refused.' }),
  }),
  run: async ({ member, body, json }) => {
    const { kind, document, report } = await importDocument(member, {
      document: documentText(json).document,
      ...(body.serverId !== undefined && { serverId: body.serverId }),
    })
    return { kind, document, report: [...report] }
  },
})
