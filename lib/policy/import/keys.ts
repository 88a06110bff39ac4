// Keys that other products write and this language does not know.

/** Words about a thing, which allow and forbid nothing. */
const LABELS: ReadonlySet<string> = new Set([
  'id',
  'policy_id',
  'slug',
  'name',
  'title',
  'label',
  'labels',
  'tags',
  'comment',
  'comments',
  'note',
  'notes',
  'summary',
  'metadata',
  'author',
  'owner',
  'created_at',
  'createdAt',
  'updated_at',
  'updatedAt',
])

export function isLabel(key: string): boolean {
  return LABELS.has(key) || key.startsWith('x-')
}

/** Rules that were only watched: enforcing them lets less pass. */
export function isShadow(key: string): boolean {
  return key === 'dry_run' || key === 'shadow' || key === 'mode'
}

export const SHADOW_TEXT = 'There is no dry run here: what it covers is enforced.'
