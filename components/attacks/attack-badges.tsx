import { Badge } from '#components/ui/badge.tsx'
import { type Attack, CLASS_WORDS, KIND_WORDS } from '#lib/attacks/index.ts'

/** Of which kind an attack is, and what it is about. */
export function AttackBadges({ attack }: { attack: Pick<Attack, 'kind' | 'class'> }) {
  const { word, says } = KIND_WORDS[attack.kind]
  return (
    <>
      <Badge title={says}>{word}</Badge>
      <Badge dashed>{CLASS_WORDS[attack.class]}</Badge>
    </>
  )
}
