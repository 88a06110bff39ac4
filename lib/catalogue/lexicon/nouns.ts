// Nouns that decide what a verb beside them means.
import type { Category } from '#lib/policy/index.ts'
import { wordSet } from './word-set.ts'

/** Verbs that another word in the name turns into something else. */
export const TURNED: ReadonlyMap<string, readonly (readonly [by: ReadonlySet<string>, Category])[]> = new Map(
  [
    [
      'resolve',
      [
        [
          wordSet(`
          issue incident ticket alert comment conversation dispute thread case error finding review conflict charge
          claim order payment violation detection annotation discussion problem merge complaint request
          report investigation`),
          'Write',
        ],
      ],
    ],
    [
      'reset',
      [
        [
          wordSet(
            'password passwords filter filters view zoom cursor form timer budget session mfa factors pin counter',
          ),
          'Write',
        ],
      ],
    ],
    ['clear', [[wordSet('input filter filters selection form highlight field override'), 'Write']]],
    ['make', [[wordSet('request call api'), 'Execute']]],
    ['create', [[wordSet('execution run invocation'), 'Execute']]],
    [
      'track',
      [[wordSet('event events conversion behavior behaviour signup login logout purchase usage'), 'Write']],
    ],
    ['reverse', [[wordSet('geocode geocoding lookup dns ip image search phone geo'), 'Read']]],
    [
      'open',
      [
        [
          wordSet('url page browser app application tab window site door gate garage valve terminal blinds'),
          'Execute',
        ],
      ],
    ],
    ['format', [[wordSet('disk drive volume partition'), 'Destructive']]],
    [
      'move',
      [
        [wordSet('trash bin papelera lixeira'), 'Destructive'],
        [wordSet('mouse cursor pointer'), 'Execute'],
      ],
    ],
    ['send', [[wordSet('trash bin'), 'Destructive']]],
    [
      'apagar',
      [[wordSet('luz luces lampara tv televisor aire servidor maquina equipo dispositivo'), 'Execute']],
    ],
    ['drop', [[wordSet('pin marker file files'), 'Write']]],
    ['book', [[wordSet('order'), 'Read']]],
    ['scan', [[wordSet('start run trigger launch'), 'Execute']]],
  ],
)

/** What goes on after it was begun: to cancel it is to steer it, not to lose it. */
export const GOING_ON = wordSet(`
  run runs job jobs build builds workflow workflows task tasks execution executions query queries operation
  operations process pipeline pipelines deployment deployments rollout request scan crawl session report export
  import sync upload download timer recording generation batch command animation action request stream training
  trabajo trabajos tarea tareas tarefa tarefas proceso processo ejecucion execucao consulta scheduled feed instance
  print migration snapshot backup`)

/** Nouns that say what somebody asks to see: `deploy_status` does not deploy. */
export const REPORT_NOUNS = wordSet(`
  status state states details detail info information history log logs summary stats statistics metrics health
  version versions report reports results result schema documentation docs list overview count counts usage
  balance balances activity events progress metadata definition definitions preview suggestions types options
  permissions capabilities availability rate rates price prices cost costs fees limits quote quotes templates examples
  help support insights analytics audit diagnostics trace traces inventory catalog catalogue profile score scores
  ranking rankings weather forecast statement statements transcript recommendations guidelines guide instructions
  checklist estado saldo extrato extracto historico historial detalle detalles detalhes relatorio reporte resumen
  resumo lista documentacion documentacao orderbook candles ticker latency uptime errors warnings quota geocode
  listing listings reading readings performance policy policies terms listagem directions matrix elevation lookup analysis similarity detection comparison`)

/** Verbs that stand before such a noun all the same: `run_audit` runs one. */
export const RUNNING_VERBS = wordSet('run start trigger launch scan build generate execute')
/** Nouns that even those do not act on: `run_status`. */
export const STATE_NOUNS = wordSet(
  'status state states details detail info history logs log result results list count counts summary stats progress metrics',
)

/** Words that name no act but are part of a browser, where opening and choosing are acts. */
export const BROWSER_NOUNS = wordSet(
  'page pages tab tabs browser element dialog window viewport key mouse form text',
)
export const BROWSER_VERBS = wordSet(`
  open new close select resize handle emulate switch fill type press drag drop hover click navigate hide
  resume`)
export const BROWSERS = /puppeteer|playwright|chrome|selenium|browser|devtools|stagehand|webdriver/i

/** Words between a verb and what it acts on end here: "for", "to", "with" begin another thought. */
export const STOPS = wordSet(`
  for to by with using from of via on in against into between after before at as per that which when if so
  de del da do dos das para con com por em en no na ao al que using without within over under about and then
  returns use`)

/** "The tool provides documentation": what it makes is something to read. */
export const GUIDANCE =
  /\b(?:provid|return|giv)\w*\s(?:[\w-]+,?\s){0,8}?(?:documentation|guidance|guidelines|instructions|best practices|checklist|runbook)\b/i
