// The words that a classification rests on. Data, not code: what a word means is decided here, how
// words combine is decided beside it.
import type { Category } from '#lib/policy/index.ts'

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')
const set = (text: string): ReadonlySet<string> => new Set(words(text))

const VERB_WORDS: Record<Exclude<Category, 'Other'>, string> = {
  Read: `
    get list search find fetch read show describe query lookup view check inspect count retrieve browse analyze
    analyse summarize summarise explain compare validate verify preview poll monitor extract scrape crawl resolve
    suggest recommend calculate compute detect diff echo ping discover explore track identify measure estimate
    forecast determine investigate introspect peek head tail grep ls cat dump export download consult predict
    autocomplete decode parse lint is has can should does are what which who when where how whoami wait gets
    screenshot snapshot paginate convert format translate encode filter sort decompile disassemble provides provide return returns visualize map look ask help
    capture healthcheck rescore score match authenticate listar obter obtener consultar buscar ver pesquisar verificar mostrar listen`,
  Write: `
    create add update set edit write put patch post send upload insert upsert move rename copy import push commit
    merge assign unassign publish unpublish share invite save store register enable disable archive unarchive close
    reopen lock unlock mark unmark tag untag star unstar pin unpin follow unfollow subscribe unsubscribe approve
    reject decline accept submit toggle turn configure modify change replace append prepend join leave attach
    detach link grant manage fork clone duplicate open initialize initialise init reply respond notify request
    deactivate activate reactivate suspend resume block unblock adjust correct annotate transition dismiss unresolve restore undelete recover write apply record log sign connect disconnect login logout migrate enrich draft stage checkout switch select rotate renew extend promote demote report flag
    increase decrease mkdir touch begin categorize complete finish confirm finalize reserve book schedule reschedule ingest index embed remember learn upgrade
    downgrade scale provision allocate ensure make mutate alter allow whitelist blacklist freeze unfreeze
    tokenize issue emit emitir enroll onboard redact forward resend escalate acknowledge snooze react vote rate
    fix repair autofix heal email mail answer defend exchange refresh label unlabel print ship transfer
    fund void reverse authorize authorise settle place introduce vacuum optimize optimise hire criar crear adicionar agregar atualizar actualizar enviar editar registrar guardar salvar sync synchronize`,
  Execute: `
    run execute exec trigger evaluate eval invoke call launch start stop restart reboot deploy redeploy click press
    drag hover tap scroll navigate type fill rollback cancel abort retry rerun replay dispatch spawn build compile
    install simulate generate orchestrate perform control command automate operate boot shutdown power pause
    initiate emulate test scan interact instruct shell bash terminal backtest train render play transform
    handle process swap stake unstake bridge mint broadcast python repl interpreter drain cordon
    executar ejecutar rodar`,
  Destructive: `
    delete remove destroy drop wipe purge truncate erase clear prune revoke uninstall terminate kill unlink rm
    rmdir trash discard deprovision decommission shred obliterate expunge del nuke flush overwrite reset forget evict ban
    deregister unregister teardown empty scrub undeploy deallocate expire
    deletar excluir eliminar remover apagar borrar cleanup`,
  Financial: `
    pay refund charge payout withdraw purchase buy sell disburse remit reimburse topup deposit donate chargeback bill bet wager
    trade invest redeem pagar reembolsar cobrar estornar transferir`,
}

/** What a verb does. */
export const VERBS: ReadonlyMap<string, Category> = new Map(
  Object.entries(VERB_WORDS).flatMap(([category, list]) =>
    words(list).map((word) => [word, category as Category] as const),
  ),
)

/** Verbs that are as often nouns: they count where a verb stands, and not before a noun of report. */
export const ALSO_NOUNS = set(`
  query check count track map head tail cat dump export download return returns help screenshot snapshot
  preview monitor post patch commit merge share store tag star pin follow approve request report record log
  sign link grant fork clone draft stage checkout switch index lock flag schedule book issue rate vote reply
  copy import push set run trigger call launch start stop deploy press click tap drag test scan build
  install control command power retry replay render play train shell drop reset kill trash flush charge
  refund payout trade purchase buy sell update upload review change move transition format complete block
  close open mark label archive extract transfer search view read write show email mail fund exchange answer
  match score void rollback select type fill estimate forecast place bill bet ban empty expire mint stake bridge swap process handle python repl
  interpreter terminal issue`)

/** Of those, the ones that are things when a word like `read` ends the name: `issue_read`, `monitor_list`. */
export const THINGS = set(
  'issue post monitor place log report label tag email draft bill test call map trade flag',
)
export const ENDING_VERBS = set('read write list search view query show lookup')

/** Verbs that say little: where the description names an act, it is believed instead. */
export const LIGHT_VERBS = set('do perform handle process use')

/** Verbs that another word in the name turns into something else. */
export const TURNED: ReadonlyMap<string, readonly [by: ReadonlySet<string>, Category]> = new Map([
  [
    'resolve',
    [
      set(
        'issue incident ticket alert comment conversation dispute thread case error finding review conflict',
      ),
      'Write',
    ],
  ],
  ['reset', [set('password passwords filter filters view zoom cursor form timer budget session'), 'Write']],
  ['clear', [set('input filter filters selection form highlight field'), 'Write']],
  ['make', [set('request call api'), 'Execute']],
  ['create', [set('execution run job invocation'), 'Execute']],
])

/** Nouns that say what somebody asks to see: `deploy_status` does not deploy. */
export const REPORT_NOUNS = set(`
  status state states details detail info information history log logs summary stats statistics metrics health
  version versions report reports results result schema documentation docs list overview count counts usage
  balance balances activity events progress metadata definition definitions preview suggestions types options
  permissions capabilities availability rate rates price prices cost costs fees limits quote quotes templates examples help support insights
  analytics audit diagnostics trace traces inventory catalog catalogue profile score`)

/** Verbs that stand before such a noun all the same: `run_audit` runs one. */
export const RUNNING_VERBS = set('run start trigger launch scan build')
/** Nouns that even those do not act on: `run_status`. */
export const STATE_NOUNS = set(
  'status state states details detail history logs log result results info list count output',
)

/** Words that name no act but are part of a browser, where opening and choosing are acts. */
export const BROWSER_NOUNS = set(
  'page pages tab tabs browser element dialog window viewport key mouse form text',
)
export const BROWSER_VERBS = set(
  'open new close select resize handle emulate switch fill type press upload drag drop hover click navigate hide',
)

/** Nouns that are money wherever something is done to them. */
export const MONEY_NOUNS = set(`
  payment payments refund refunds charge payout payouts settlement settlements withdrawal withdrawals deposit
  mandate mandates pix boleto cob cobv devolucao ted chargeback purchase trade trades funds money cash subscription
  subscriptions disbursement remittance installment installments anticipation invoice invoices debit topup
  bet bets wager bid bids eth btc usdc usdt bitcoin ether ethereum sats crypto`)

/** Nouns that are money only where something else says so. */
export const MONEY_PERHAPS = set(`
  order orders transaction transactions transfer transfers credit credits checkout bill bills intent intents
  position positions wallet token tokens swap cart donation sale authorization booking reservation loan contribution`)

/** Acts on money that was promised: with one of its perhaps-nouns, nothing more is needed. */
export const SETTLING_VERBS = set('capture void reverse authorize authorise settle anticipate')
/** Acts that move money if something says that it is about money. */
export const MOVING_VERBS = set('transfer fund place confirm release commit finalize')

/** After one of these a money noun names settings, papers or messages about money, not money. */
export const NOT_MONEY = set(`
  notification notifications topic event events webhook webhooks template templates method methods settings config
  configuration profile rule rules note notes label labels reminder customer customers category page report
  description metadata logo contact pdf xml email address file attachment evidence tag terms qr qrcode
  code key keys quote quotes simulation newsletter push mailing channel plan plans price coupon product comment url`)

/** Servers whose whole business is money. A name is weak evidence: it only confirms a noun. */
export const MONEY_SERVER =
  /paypal|stripe|square|chargebee|braintree|adyen|mercado-?pago|plaid|\bwise\b|coinbase|binance|kraken|razorpay|klarna|trading|payment|pagar|banking|broker|alpaca|wallet/i
export const MONEY_TEXT =
  /\b(?:payments?|pay(?:s|ing|out)?|paid|funds|money|cards?|charg(?:e|es|ed|ing)|billing|bank|refund(?:s|ed)?|pix|crypto\w*|usd|eur|brl|trad(?:e|es|ing)|(?:limit|market|buy|sell) orders?|settlement)\b/i
/** Sentences that move money, whatever the tool is called. */
export const MONEY_ACT =
  /\b(?:charg(?:e|es|ing) (?:the|a|an|your|their|customer'?s?) (?:\w+ )?(?:card|account|wallet|customer|buyer)|(?:process|make|send|execut|initiat|authoriz|captur|settl)\w* (?:a |an |the )?(?:\w+ )?payments?|captur\w* (?:a |an |the )?(?:previously )?(?:pre-?)?authori[sz]ed|(?:transfer|send|move|withdraw)\w* (?:the |of )?(?:funds|money|crypto\w*|cash|coins)|transfer\w* between (?:\w+ ){0,3}accounts?|forfeit\w* the (?:funds|chargeback|money)|real money|spends? (?:money|funds|credits)|(?:buy|sell)s? (?:\w+ )?(?:shares|stocks?|crypto\w*|coins|tokens|assets?)|places? (?:a|an) (?:\w+ )?(?:trade|bid|(?:limit|market|buy|sell) order))\b/i
/** Acts that say of themselves that nothing brings back what they take. */
export const NO_WAY_BACK =
  /\b(?:permanent(?:ly)? (?:\w+ )?(?:delet|remov|destroy|eras|clear|los)\w*|(?:delet|remov|destroy|eras)\w* permanently|irreversibl[ey]|(?:cannot|can't|can not) be (?:undone|reversed|recovered)|no undo)\b/i

/** "Runs a search": the head is an Execute verb, the act is a reading one. */
export const RUNS_A_READING =
  /^(?:run|execut|perform|issu|mak|initiat|trigger|do)\w*\b.{0,60}\b(?:search|quer(?:y|ies)|check|audit|analys[ei]s|look-?up|inquir|list|calculation|inspection)/i
export const READ_ONLY = /\bread[- ]?only\b|\bonly SELECT\b|\bSELECT (?:queries|statements) only\b/i

/** Heads of descriptions in scripts without spaces, looked for near the beginning. */
export const OTHER_SCRIPTS: readonly (readonly [RegExp, Category])[] = [
  [/支付|付款|退款|转账|轉帳|下单|下單|购买|購買|送金|決済|返金|결제|환불|송금/, 'Financial'],
  [/删除|刪除|移除|清空|清除|销毁|銷毀|卸载|削除|삭제|제거/, 'Destructive'],
  [
    /执行|執行|运行|運行|启动|啟動|停止|重启|重啟|调用|調用|点击|點擊|触发|部署|実行|起動|실행|호출/,
    'Execute',
  ],
  [
    /创建|創建|新建|建立|添加|新增|更新|修改|编辑|編輯|设置|設置|发送|發送|上传|上傳|保存|写入|寫入|移动|移動|作成|追加|送信|생성|추가|수정|전송/,
    'Write',
  ],
  [
    /获取|獲取|查询|查詢|查看|搜索|搜尋|列出|检索|檢索|读取|讀取|取得|检查|檢查|分析|検索|一覧|表示|조회|검색|목록/,
    'Read',
  ],
]

/** Words before the verb of a description: they say that a verb comes. */
export const PREAMBLE =
  /^(?:(?:this|the|a|an|use|using|tool|function|endpoint|action|method|command|api|to|for|that|which|will|can|be|is|it|used|allows?|lets?|enables?|helps?|you|users?|agents?|in order|\w+ly|bulk|batch|please|safely|important|deprecated|legacy|step|\d+)(?![\w-])[\s:,.()–—-]*)+/i
