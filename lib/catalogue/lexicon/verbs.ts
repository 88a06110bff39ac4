// What verbs do: the words that a classification rests on. Data, not code: what a word means is
// decided here, how words combine is decided in the readings.
import type { Category } from '#lib/policy/index.ts'
import { ROMANCE_VERBS } from './romance.ts'
import { wordSet, words } from './word-set.ts'

type Known = Exclude<Category, 'Other'>

const ENGLISH: Record<Known, string> = {
  Read: `
    get list search find fetch read show describe query lookup view check inspect count retrieve browse analyze
    analyse summarize summarise explain compare validate verify preview poll monitor extract scrape crawl resolve
    suggest recommend calculate compute detect diff echo ping discover explore track identify measure estimate
    forecast determine investigate introspect peek head tail grep ls cat dump export download consult predict
    autocomplete decode parse lint is was were did may has can should does are what which who when where how whoami wait gets
    screenshot snapshot paginate convert format translate encode filter sort decompile disassemble provides provide
    return returns visualize map look ask help capture healthcheck score match authenticate listen enrich learn
    research review assess observe obtain enumerate traverse locate highlight quote geocode guide select
    hash compress ocr transcribe classify rank reconcile profile watch scan audit advise interpret understand
    collect gather aggregate reflect think plan brainstorm critique loads display print hget hgetall mget lrange smembers zrange xrange whois dig traceroute
    receive recall`,
  Write: `
    create add update set edit write put patch post send upload insert upsert move rename copy import push commit
    merge assign unassign publish unpublish share invite save store register enable disable archive unarchive close
    reopen lock unlock mark unmark tag untag star unstar pin unpin follow unfollow subscribe unsubscribe approve
    reject decline accept submit toggle turn configure modify change replace append prepend join leave attach
    detach link unlink grant manage fork clone duplicate open initialize initialise init reply respond notify request
    deactivate activate reactivate suspend block unblock adjust correct annotate transition dismiss unresolve
    restore undelete recover apply record log sign connect disconnect reconnect login logout migrate draft stage
    checkout switch rotate renew extend promote demote report flag ban unban kick mute unmute hide unhide expire
    increase decrease mkdir touch begin categorize complete finish confirm finalize reserve book schedule reschedule
    ingest index embed remember upgrade downgrade scale provision allocate ensure make mutate alter allow
    whitelist blacklist freeze unfreeze tokenize issue emit enroll onboard redact forward resend escalate
    acknowledge ack snooze react vote rate fix repair autofix heal email mail answer defend exchange refresh pull label
    unlabel ship transfer fund void reverse authorize authorise settle place introduce vacuum optimize
    optimise hire sync synchronize resubmit assume vault withhold endorse nominate bookmark favorite unfavorite
    like unlike comment mention message tweet retweet dm sms text unlock arm disarm dim brighten feed enqueue
    queue requeue seed populate fill_in append_to bind unbind mount unmount pair unpair reorder rearrange
    reprioritize prioritize rewrite refactor customize personalise personalize override accrue rebase
    hset hmset lpush rpush zadd sadd xadd incr decr`,
  Execute: `
    run execute exec trigger eval evaluate invoke call launch start stop restart reboot deploy redeploy click press
    drag hover tap scroll navigate type fill rollback cancel abort retry rerun replay dispatch spawn build compile
    install simulate generate orchestrate perform control command automate operate boot shutdown power pause resume
    initiate emulate test interact instruct shell bash terminal backtest train render play transform
    handle process swap stake unstake bridge mint broadcast python repl interpreter drain cordon uncordon
    unpause skip rewind step debug attach_debugger benchmark rescan rescore recompute recalculate recrawl
    rebuild reindex hibernate wake sleep ring dial hangup record_screen swipe pinch`,
  Destructive: `
    delete remove destroy drop wipe purge truncate erase clear prune revoke uninstall terminate kill unlink_file rm
    rmdir trash discard deprovision decommission shred obliterate expunge del nuke flush overwrite reset forget evict
    deregister unregister teardown empty scrub undeploy deallocate cleanup reap dissolve annihilate delist hdel zrem srem lrem xdel flushall flushdb`,
  Financial: `
    pay refund charge payout withdraw purchase buy sell disburse remit reimburse topup deposit donate bill
    bet wager trade invest redeem liquidate borrow repay lend tip`,
}

const NOT_SINGLE = /_/

/** What a verb does, in its base form; Spanish and Portuguese in the forms that names and sentences use. */
export const VERBS: ReadonlyMap<string, Category> = new Map([
  ...ROMANCE_VERBS,
  ...Object.entries(ENGLISH).flatMap(([category, list]) =>
    words(list)
      .filter((word) => !NOT_SINGLE.test(word))
      .map((word) => [word, category as Category] as const),
  ),
])

/** Verbs that are as often nouns: they count where a verb stands, and not before a noun of report. */
export const ALSO_NOUNS = wordSet(`
  query check count track map head tail pull cat dump export download return returns help screenshot snapshot
  preview monitor post patch commit merge share store tag star pin follow approve request report record log
  sign link grant fork clone draft stage checkout switch index lock flag schedule book issue rate vote reply
  copy import push set run trigger call launch start stop deploy press click tap drag test scan build
  install control command power retry replay render play train shell drop reset kill trash flush charge
  refund payout trade purchase buy sell update upload review change move transition format complete block
  close open mark label archive extract transfer search view read write show email mail fund exchange answer
  match score void rollback select type fill estimate forecast place bill bet ban empty expire mint stake bridge
  swap process handle python repl interpreter terminal react research profile audit quote guide plan rank watch
  feed queue text message comment mention like sync split seed bind pair mount print display collect
  leave vault sms arm dm tweet embed enlist skip step debug wake sleep ring dial benchmark deposit topup tip override hash host alter filter sort
  compra venda paga marca cobra consulta busca pesquisa registro lista cria agenda cancela`)

/** Of those, the ones that are never a thing whose status or details somebody asks for. */
export const NEVER_THINGS = wordSet(`
  update set mark show write sell buy kill reset move change close complete select void transition type fill
  stop open search view read expire ban approve`)
/** Acts that put something down in a journal: only a noun of state makes a thing of them. */
export const NOTING_VERBS = wordSet(
  'log record post report track share review rate request order message comment',
)

/** Of the nouns, those that are things when a word like `read` ends the name: `issue_read`. */
export const THINGS = wordSet(
  'issue post pull monitor place log report label tag email draft bill test call map trade flag',
)
export const ENDING_VERBS = wordSet('read write list search view query show lookup')

/** Nouns, first of all, and names of products: as a verb each is rare. */
export const RARELY_VERBS = wordSet(
  'vault sms text arm feed queue dm tweet host seed mount pair ring dial embed leave react process python bash terminal',
)

/** Verbs that say little: where the description names an act, it is believed instead. */
export const LIGHT_VERBS = wordSet(`
  do perform handle process use manage apply learn control realizar realiza realize efetuar efetua efectuar
  efectua hacer fazer`)

/** Readings that a sure verb of the description outweighs: "read_message: Mark messages as read". */
export const WEAK_READINGS = wordSet(`
  read track check resolve verify review select guide learn authenticate download capture highlight pull receive
  collect reconcile plan scan format convert monitor watch print match return profile`)

/** Taking away that leaves nothing behind. Other destructive verbs also loosen, empty or reset. */
export const STRONG_DESTRUCTION = wordSet(`
  delete destroy wipe purge erase shred obliterate expunge nuke uninstall terminate truncate drop rm rmdir
  eliminar elimina borrar borra excluir exclui deletar deleta apagar apaga destruir destroi destruye`)

/** Nouns made of verbs: `user_deletion`. */
export const NOMINALS: ReadonlyMap<string, string> = new Map([
  ['deletion', 'delete'],
  ['removal', 'remove'],
  ['destruction', 'destroy'],
  ['creation', 'create'],
  ['termination', 'terminate'],
  ['revocation', 'revoke'],
  ['eliminacion', 'delete'],
  ['exclusao', 'delete'],
  ['criacao', 'create'],
  ['creacion', 'create'],
])
