// What a server is called where nobody says: from its address, never from its own words about itself.
const GENERIC = /^(www|mcp|api|gateway|server|app)$/

/** "https://mcp.linear.app/sse" → "Linear"; '' for what is no address. */
export function nameFromUrl(text: string): string {
  if (!URL.canParse(text.trim())) return ''
  const { hostname } = new URL(text.trim())
  if (hostname === '') return ''
  if (hostname === 'localhost' || /^[\d.]+$|^\[/.test(hostname)) return 'Local server'
  const labels = hostname.split('.').filter((label) => label !== '')
  // The last one is nobody's own, and so is a "co" before it.
  const own = labels.length > 1 ? labels.slice(0, -1) : labels
  const named = own.filter((label) => !GENERIC.test(label) && !/^(com?|org|net)$/.test(label))
  const name = named.at(-1) ?? own.at(-1) ?? ''
  return (name.slice(0, 1).toUpperCase() + name.slice(1)).slice(0, 80)
}
