// Tools that other catalogues are known to have put into the wrong class, and why each is what it is.
import { describe, expect, it } from 'vitest'
import type { Category } from '#lib/policy/index.ts'
import { classify } from './index.ts'

describe('classify, where others were wrong', () => {
  it.each<[Category, string, string, string]>([
    ['Financial', 'place_limit_order', '', 'it was called Read'],
    ['Financial', 'commit_convert_trade', '', 'it was called Write'],
    ['Write', 'ha_toggle', '', 'it was called Read'],
    ['Read', 'deploy_status', 'Checks the status of a deployment', 'it was called Execute'],
    ['Read', 'evidence_grade', 'Fetches the grade of a study', 'it was called Write'],
    ['Read', 'loinc_details', '', 'it was called Execute'],
    ['Read', 'garl_should_delegate', '', 'it was called Destructive'],
    ['Write', 'email_flag', '', 'it was called Destructive'],
    ['Write', 'email_move', '', 'it was called Destructive'],
    ['Financial', 'topup_credits', 'Adds credits by charging the saved card', 'it was called Execute'],
    ['Destructive', 'kv_namespace_delete', '', 'it had no class'],
    ['Destructive', 'r2_bucket_delete', '', 'it had no class'],
    ['Destructive', 'd1_database_delete', '', 'it had no class'],
    ['Write', 'tf_apply', '', 'it had no class'],
    ['Write', 'manage_notification_subscription', '', 'it was called Financial'],
    ['Read', 'get_invoice', '', 'it was called Financial'],
    ['Write', 'send_email', '', 'it was called Execute on one server'],
    ['Read', 'connection_state', 'Tells whether the connection is open', 'its verb is a noun'],
    ['Read', 'pay_status', 'Check payment status', 'its first word was taken for what it does'],
    ['Destructive', 'force_push', 'Force-push a branch, overwriting remote history', 'it was called Write'],
    [
      'Destructive',
      'send_report',
      'Sends the weekly report to any address, then permanently deletes it.',
      'what comes after the sending was overlooked',
    ],
    ['Write', 'push_files', 'Push several files in one commit', 'it pushes, and forces nothing'],
  ])('%s: %s, "%s" (%s)', (category, name, description) => {
    expect(classify({ name, description }).category).toBe(category)
  })

  it.each(['backlog', 'completed', 'ready', 'very_high_amount', 'Input'])(
    'Other: %s, which is a value and no tool',
    (name) => {
      const { category, severity, confidence, rationale } = classify({ name })
      expect([category, severity]).toEqual(['Other', 'Low'])
      expect(confidence).toBeLessThan(0.5)
      expect(rationale).toContain('Nothing in its definition says')
    },
  )
})
