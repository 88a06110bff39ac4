'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { useAction } from '#components/ui/use-action.ts'

type RecoveryCodesProps = {
  /** How many are left. */
  left: number
  renew: (input: Record<string, never>) => Promise<ActionResult<readonly string[]>>
}

/** How many recovery codes are left, and new ones in their place. */
export function RecoveryCodes({ left, renew }: RecoveryCodesProps) {
  const router = useRouter()
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const { run, pending, fault } = useAction(renew)

  async function make() {
    const result = await run({})
    if (!result?.ok) return
    setCodes(result.value)
    router.refresh()
  }

  return (
    <div className="flex flex-col gap-4">
      <p className="text-14 text-ink-2">
        {left === 0
          ? 'None are left. Without one, whoever loses their device loses the account.'
          : `${left} of 10 are left. Each stands in once for a passkey or the app.`}
      </p>
      <FaultProblem fault={fault} />
      <div>
        <Button onClick={make} pending={pending}>
          Make new codes
        </Button>
      </div>
      {codes ? <ShownCodes codes={codes} /> : null}
    </div>
  )
}

/** Recovery codes, the one time that they are there. */
export function ShownCodes({ codes }: { codes: readonly string[] }) {
  const text = codes.join('\n')
  return (
    <div role="status" className="flex flex-col gap-3">
      <Notice title="Your recovery codes">
        Keep them where you find them without this device. They are not shown again, and earlier ones have
        ended.
      </Notice>
      <CodeBlock label="Recovery codes" code={text} copyLabel="Copy codes" />
      <div>
        <Button size="sm" onClick={() => save(text)}>
          Save as a file
        </Button>
      </div>
    </div>
  )
}

function save(text: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }))
  link.download = 'portcullis-recovery-codes.txt'
  link.click()
  URL.revokeObjectURL(link.href)
}
