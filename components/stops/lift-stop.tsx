'use client'

import { useRouter } from 'next/navigation'
import { NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { coveredText, type LiftStop as Lift, type StopView } from './stop-view.ts'

/** Lets calls pass again, once somebody has said that they mean it. */
export function LiftStop({ stop, lift }: { stop: StopView; lift: Lift }) {
  const router = useRouter()

  async function liftNow(): Promise<string | null> {
    const result = await lift({ stopId: stop.id }).catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (!result.ok) return result.fault.message
    toast.success('The stop is lifted')
    router.refresh()
    return null
  }

  return (
    <AlertDialog
      title="Lift the stop?"
      description={`${coveredText(stop)} was stopped: ${stop.reason} Once it is lifted, calls are judged by their policy again.`}
      action="Lift stop"
      onConfirm={liftNow}
      trigger={<Button aria-label={`Lift the stop of ${stop.subjectName}`}>Lift</Button>}
    />
  )
}
