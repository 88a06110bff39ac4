// A client of the address of all servers that sees one of them as if it were alone: names and URIs are written and read
// as the address documents them, by other code than the gateway's. What is left must be that server's own words.
import type { Note, Speaker } from './speaker.ts'

type Value = Record<string, unknown>
const LISTS: Readonly<Record<string, string>> = {
  tools: 'name',
  prompts: 'name',
  resources: 'uri',
  resourceTemplates: 'uriTemplate',
}

export function renamed(speaker: Speaker, slug: string): Speaker {
  const before = { name: `${slug}__`, uri: `portcullis://${slug}/`, uriTemplate: `portcullis://${slug}/` }
  const up = (params: Value): Value => {
    const copy = { ...params }
    if (typeof copy.name === 'string') copy.name = before.name + copy.name
    if (typeof copy.uri === 'string') copy.uri = before.uri + copy.uri
    if (copy.ref !== undefined) copy.ref = up(copy.ref as Value)
    return copy
  }
  const own = (item: Value, key: keyof typeof before): Value => {
    const text = String(item[key])
    if (!text.startsWith(before[key])) throw new Error(`${text} is not named after ${slug}`)
    return { ...item, [key]: text.slice(before[key].length) }
  }
  const block = (item: Value): Value => {
    if (item.type === 'resource_link') return own(item, 'uri')
    return item.type === 'resource' ? { ...item, resource: own(item.resource as Value, 'uri') } : item
  }
  const down = (result: Value): Value => {
    const copy: Value = { ...result }
    for (const [key, name] of Object.entries(LISTS) as [string, keyof typeof before][])
      if (Array.isArray(copy[key]))
        copy[key] = (copy[key] as Value[])
          .filter((item) => String(item[name]).startsWith(before[name]))
          .map((item) => own(item, name))
    if (Array.isArray(copy.contents)) copy.contents = copy.contents.map((each: Value) => own(each, 'uri'))
    if (Array.isArray(copy.content)) copy.content = copy.content.map(block)
    if (Array.isArray(copy.messages))
      copy.messages = copy.messages.map((each: Value) => ({ ...each, content: block(each.content as Value) }))
    return copy
  }
  return {
    ask: async (method, params = {}, onProgress) => down(await speaker.ask(method, up(params), onProgress)),
    get notes() {
      return speaker.notes.map((note): Note => {
        const uri = note.params?.uri
        return typeof uri === 'string' && note.params ? { ...note, params: own(note.params, 'uri') } : note
      })
    },
    tellRootsChanged: () => speaker.tellRootsChanged(),
    asked: speaker.asked,
    greeting: speaker.greeting,
    close: () => speaker.close(),
  }
}
