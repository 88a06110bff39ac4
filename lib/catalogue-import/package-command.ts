// How a package of a registry is started, as a line to type. People copy it into a shell, so a name that is
// not plainly a package's name makes no line at all.

const COMMANDS: Readonly<
  Record<string, { readonly name: RegExp; line(name: string, version: string): string }>
> = {
  npm: {
    name: /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/i,
    line: (name, version) => `npx -y ${name}${version && `@${version}`}`,
  },
  pypi: {
    name: /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i,
    line: (name, version) => `uvx ${name}${version && `@${version}`}`,
  },
  oci: {
    name: /^[a-z0-9][a-z0-9._/:@-]*$/i,
    line: (name, version) =>
      `docker run -i --rm ${name}${version && !/[:@][^/]*$/.test(name) ? `:${version}` : ''}`,
  },
  nuget: {
    name: /^[a-z0-9][a-z0-9._-]*$/i,
    line: (name, version) => `dnx ${name}${version && `@${version}`} --yes`,
  },
}
const MAX_NAME = 214
const VERSION = /^[0-9a-z][0-9a-z.+_-]{0,99}$/i

/**
 * @param registry `npm`, `pypi`, `oci` or `nuget`; of others there is no line
 * @param version left off where it is none
 */
export function packageCommand(registry: unknown, name: unknown, version: unknown): string | null {
  const known =
    typeof registry === 'string' && Object.hasOwn(COMMANDS, registry) ? COMMANDS[registry] : undefined
  if (!known || typeof name !== 'string' || name.length > MAX_NAME || !known.name.test(name)) return null
  return known.line(name, typeof version === 'string' && VERSION.test(version) ? version : '')
}
