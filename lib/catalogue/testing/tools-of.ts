// The invented tools, one by one.

export type InventedTool = { readonly category: string; readonly name: string; readonly description: string }

export function toolsOf(set: Readonly<Record<string, string>>): InventedTool[] {
  return Object.entries(set).flatMap(([category, lines]) =>
    lines
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', description = ''] = line.split('|').map((part) => part.trim())
        return { category, name, description }
      }),
  )
}
