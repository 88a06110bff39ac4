// Secrets that stand out, and every form in which one could come to light.

/** By what each is, so that a leak says what leaked. */
export type Secrets = Record<string, string>

/** Where a secret, or a form of it, stands in a text: its name, or nothing. */
export function leaksIn(text: string, secrets: Secrets): string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)))
    .map(([name]) => name)
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('hex'),
    // Within a longer text base64 falls in three ways; what does not touch the edges is the same.
    ...[0, 1, 2].map((before) =>
      Buffer.concat([Buffer.alloc(before), bytes])
        .toString('base64')
        .slice(before === 0 ? 0 : 4, -4),
    ),
  ].filter((form) => form.length >= 8)
}
