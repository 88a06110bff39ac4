import { describe, expect, it } from 'vitest'
import type { Category } from '#lib/policy/index.ts'
import { type Classifiable, classify } from './index.ts'

const categoryOf = (tool: Classifiable) => classify(tool).category
const byName = (names: string): string[] => names.split(/\s+/).filter((name) => name !== '')

describe('classify, by name alone', () => {
  it.each<[Category, string]>([
    [
      'Read',
      `list_orders getDeletedFiles deploy_status order_history refund_status connection_state payment_status
      search-docs accounts_list actions_get loinc_details should_delegate is_empty take_screenshot status
      wallet_balance issue_read sort_orders list_payment_methods get_invoice`,
    ],
    [
      'Write',
      `create_connection createIssue slack_send_message envSet issue_write email_move ha_toggle get_or_create
      manage_notification_subscription create_payment_method transfer_ownership reset_password undelete clear_filters
      update_watcher merge_pull_request send_email`,
    ],
    [
      'Execute',
      `run_query restart_watcher execute_workflow browser_click invoke_lambda deploy bash run_sql_transaction
      runAccessibilityAudit stop_instance cancel_run`,
    ],
    [
      'Destructive',
      `destroy_connection delete_watcher kv_namespace_delete envRemove drop-database github__delete_repo bulk_delete
      slack.chat.delete find_and_delete confirm_delete_group revoke_token wipeLogs delete_payment_method rm monitor_delete`,
    ],
    [
      'Financial',
      `create_refund place_trade place_limit_order commit_convert_trade topup_credits pay_invoice void_transaction
      capture_payment execute_payment transferFunds swapTokens sendTransaction cancel_subscription processRefund
      submit_for_settlement create_payment_link withdraw`,
    ],
    ['Other', 'x backlog very_high_amount'],
  ])('%s', (category, names) => {
    const wrong = byName(names).filter((name) => categoryOf({ name }) !== category)
    expect(wrong.map((name) => `${name}: ${categoryOf({ name })}`)).toEqual([])
  })

  it('drops the word that all tools of a server begin with', () => {
    const siblings = ['log_get', 'log_list', 'log_delete', 'log_search', 'log_create']
    expect(classify({ name: 'log_search' }, { siblings }).evidence[0]).toEqual({
      source: 'name',
      text: 'search',
      says: 'Read',
    })
    expect(classify({ name: 'stripe_search' }, { server: 'Stripe' }).category).toBe('Read')
  })
})

describe('classify, by description', () => {
  it.each<[Category, string, string]>([
    ['Read', 'evidence_grade', 'Fetch the grade of a piece of evidence.'],
    ['Read', 'query', 'Run a read-only SQL query'],
    ['Read', 'tables', 'Current tables of the database'],
    ['Write', 'jira_issues', 'Manage Jira issues.'],
    ['Write', 'thing', 'Use this tool to create things'],
    ['Write', 'download_asset', 'Download and import an asset'],
    ['Destructive', 'forget_me', 'Permanently delete everything about a person.'],
    ['Destructive', 'archive_site', 'Archive a site. This cannot be undone.'],
    ['Destructive', 'tool', '删除一个文件'],
    ['Destructive', 'get_rid_of', 'Deletes a file'],
    ['Financial', 'webpay_commit', 'Commit a transaction. Must be called to actually charge the card.'],
    ['Financial', 'create_order', 'Places a market order on the exchange'],
    ['Financial', 'get_number', 'Buys a number'],
    ['Read', 'get_charge', 'Charge details'],
    ['Other', 'handler', ''],
  ])('%s: %s, "%s"', (category, name, description) => {
    expect(categoryOf({ name, description })).toBe(category)
  })
})

describe('classify, by schema', () => {
  const withFields = (properties: object) => ({ type: 'object', properties })

  it('takes the gravest act that an argument can choose', () => {
    const inputSchema = withFields({ action: { enum: ['list', 'create', 'delete'] } })
    const { category, evidence } = classify({ name: 'users', description: 'Manage users', inputSchema })
    expect(category).toBe('Destructive')
    expect(evidence).toContainEqual({ source: 'inputSchema', text: 'action: delete', says: 'Destructive' })
  })

  it('does not take a method that is stored for one that is used', () => {
    const inputSchema = withFields({
      items: { items: withFields({ method: { enum: ['GET', 'POST', 'DELETE'] } }) },
    })
    expect(categoryOf({ name: 'create_collection', inputSchema })).toBe('Write')
  })

  it('believes a command over a harmless name or word', () => {
    const inputSchema = withFields({ command: { type: 'string' } })
    expect(categoryOf({ name: 'terminal_view', inputSchema })).toBe('Execute')
    expect(categoryOf({ name: 'sidekick', description: 'Read-only companion', inputSchema })).toBe('Execute')
    const sql = withFields({ sql: { type: 'string' } })
    expect(categoryOf({ name: 'query', description: 'Query the database', inputSchema: sql })).toBe('Execute')
  })

  it('sees money in an amount and a currency', () => {
    const inputSchema = withFields({ amount: {}, currency: {}, card: {} })
    expect(categoryOf({ name: 'create_order', inputSchema })).toBe('Financial')
    expect(categoryOf({ name: 'list_orders', inputSchema })).toBe('Read')
  })

  it('points at a shell command hidden in an untyped argument, and leaves the class of the name', () => {
    const action = { description: '"channel_alert" (default), or {webhook: "url"}, or {shell: "command"}' }
    const { category, severity, evidence } = classify({
      name: 'create_watcher',
      description: 'Create a watcher on a connection.',
      inputSchema: withFields({ connectionId: { type: 'string' }, action }),
    })
    expect([category, severity]).toEqual(['Write', 'Medium'])
    expect(evidence.find(({ says }) => says.startsWith('takes a shell command'))?.text).toContain('action')
  })

  it('names secrets, places in a file system and addresses', () => {
    const inputSchema = withFields({ apiKey: {}, filePath: {}, media: { items: withFields({ url: {} }) } })
    const { evidence } = classify({ name: 'create_post', inputSchema })
    expect(
      evidence.filter(({ source }) => source === 'inputSchema').map(({ text, says }) => `${text} ${says}`),
    ).toEqual([
      'apiKey takes a secret',
      'filePath takes a path in a file system',
      'media[].url takes an address to reach',
    ])
  })
})

describe('[H5] annotations', () => {
  const names = byName('delete_file create_refund run_query create_page get_page charge destroy pay x_y_z')
  it('never lower a class', () => {
    for (const name of names) {
      const before = categoryOf({ name })
      const after = categoryOf({ name, annotations: { readOnlyHint: true, destructiveHint: false } })
      if (before !== 'Other') expect(`${name} ${after}`).toBe(`${name} ${before}`)
    }
  })

  it('speak where nothing else does', () => {
    expect(categoryOf({ name: 'zorb', annotations: { readOnlyHint: true } })).toBe('Read')
    expect(categoryOf({ name: 'zorb', annotations: { readOnlyHint: false } })).toBe('Write')
    expect(categoryOf({ name: 'zorb', annotations: { destructiveHint: true } })).toBe('Destructive')
  })
})
