// Client files are JSON with what their editors allow besides: comments, and a comma after the last member.

/**
 * The text with comments and such commas as spaces, so that what is left has its places. Texts in quotes stay as
 * they are; what was no JSON before is none afterwards.
 */
export function plainJson(text: string): string {
  const withoutComments = text.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n\r]*|\/\*[\s\S]*?\*\//g, (part) =>
    part.startsWith('"') ? part : ' '.repeat(part.length),
  )
  return withoutComments.replace(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g, (part) => (part === ',' ? ' ' : part))
}
