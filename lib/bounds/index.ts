// How much of something one organisation may have: so that none of them, by mistake or not, takes an installation from
// the others. An installation sets other numbers for all (QUOTAS), and its operator for one organisation.

type Bound = {
  /** What is counted, in the plural, as a sentence says it: "live grants". */
  readonly what: string
  readonly most: number
  /** What makes room. */
  readonly cure: string
}

export const RESOURCES = [
  'servers',
  'tools',
  'policies',
  'grants',
  'members',
  'invitations',
  'api_keys',
  'channels',
] as const
export type Resource = (typeof RESOURCES)[number]

export const BOUNDS: Readonly<Record<Resource, Bound>> = {
  servers: { what: 'servers', most: 1000, cure: 'Delete one' },
  tools: { what: 'tools', most: 100_000, cure: 'Delete a server' },
  policies: { what: 'policies', most: 10_000, cure: 'Delete a server that has some' },
  grants: { what: 'live grants', most: 10_000, cure: 'Revoke one' },
  members: { what: 'members', most: 1000, cure: 'Remove one' },
  invitations: { what: 'open invitations', most: 200, cure: 'Revoke one' },
  api_keys: { what: 'live API keys', most: 100, cure: 'Revoke one' },
  channels: { what: 'notification channels', most: 50, cure: 'Delete one' },
}

/** What is counted is a four-byte number in the database. */
export const MOST_OF_ANYTHING = 2_000_000_000

export type Bounds = Readonly<Record<Resource, number>>

export function isResource(text: string): text is Resource {
  return RESOURCES.some((resource) => resource === text)
}

/** The sentence at a bound: what there is too much of, and what to do. */
export function boundSentence(resource: Resource, most: number): string {
  const { what, cure } = BOUNDS[resource]
  const held = most === 1 ? what.replace(/s$/, '') : what
  return `This organisation may have ${most.toLocaleString('en')} ${held}, and would have more. ${cure} first, or ask whoever runs this Portcullis for more.`
}

/**
 * Reads `servers=100, grants=500`: bounds for some, the built-in ones for the rest.
 * @returns a sentence that says what is wrong, where something is
 */
export function readBounds(text: string): { readonly bounds: Bounds } | { readonly problem: string } {
  const bounds = Object.fromEntries(RESOURCES.map((resource) => [resource, BOUNDS[resource].most])) as Record<
    Resource,
    number
  >
  for (const part of text.split(/[\s,]+/).filter((each) => each !== '')) {
    const [, name = '', digits = ''] = /^([a-z_]+)=(\d{1,10})$/.exec(part) ?? []
    if (!isResource(name) || Number(digits) > MOST_OF_ANYTHING)
      return {
        problem: `must be numbers such as servers=100, grants=500, of ${RESOURCES.join(', ')}; “${part}” is none`,
      }
    bounds[name] = Number(digits)
  }
  return { bounds }
}
