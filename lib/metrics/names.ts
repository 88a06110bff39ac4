// Every figure that this product tells of itself, as data: what is counted anywhere is in this table, and the
// dashboards and alarms of deploy/ are held to it. No label names a tenant: what one is about is in the record of calls.

type Metric = {
  readonly kind: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly labels: readonly string[]
  /** Upper bounds of a histogram, in seconds. */
  readonly buckets?: readonly number[]
}

const OWN_TIME = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
const WHOLE_TIME = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

export const METRICS = {
  portcullis_requests_total: {
    kind: 'counter',
    help: 'Requests that a gateway answered, by what was asked for and the HTTP status.',
    labels: ['route', 'status'],
  },
  portcullis_request_seconds: {
    kind: 'histogram',
    help: 'From the arrival of a request at a gateway to the end of its answer. Streams that stand open are left out.',
    labels: ['route'],
    buckets: WHOLE_TIME,
  },
  portcullis_faults_total: {
    kind: 'counter',
    help: 'Requests to a gateway that ended with a fault, by its code.',
    labels: ['code'],
  },
  portcullis_decisions_total: {
    kind: 'counter',
    help: 'Decisions as they were recorded: allow, deny, limit or await, with the reason.',
    labels: ['decision', 'reason'],
  },
  portcullis_decided_again_total: {
    kind: 'counter',
    help: 'Decisions that were made once more, because what they used had changed before admission.',
    labels: [],
  },
  portcullis_step_seconds: {
    kind: 'histogram',
    help: 'What each step of a message took: authenticate, decide, admit.',
    labels: ['step'],
    buckets: OWN_TIME,
  },
  portcullis_gateway_seconds: {
    kind: 'histogram',
    help: 'Of an admitted call, what passed in the gateway before it was handed to the transport.',
    labels: [],
    buckets: OWN_TIME,
  },
  portcullis_upstream_seconds: {
    kind: 'histogram',
    help: 'Of an admitted call, what passed from handing it on to the end of its answer.',
    labels: [],
    buckets: WHOLE_TIME,
  },
  portcullis_outcomes_total: {
    kind: 'counter',
    help: 'What became of admitted calls.',
    labels: ['outcome'],
  },
  portcullis_outcomes_lost_total: {
    kind: 'counter',
    help: 'Outcomes that could not be written; their records are swept as unknown.',
    labels: ['why'],
  },
  portcullis_calls_under_way: {
    kind: 'gauge',
    help: 'Admitted calls of this gateway whose outcome is not written yet.',
    labels: [],
  },
  portcullis_calls_held: {
    kind: 'gauge',
    help: 'Calls that this gateway holds until a person has decided.',
    labels: [],
  },
  portcullis_connections: {
    kind: 'gauge',
    help: 'Open connections to this gateway.',
    labels: [],
  },
  portcullis_database_connections: {
    kind: 'gauge',
    help: 'Connections of this process to Postgres: idle ones, those in use, and requests that wait for one.',
    labels: ['state'],
  },
  portcullis_ready: {
    kind: 'gauge',
    help: '1 where calls would be served: the database answers, and is as new as this release.',
    labels: [],
  },
  portcullis_deliveries_total: {
    kind: 'counter',
    help: 'Attempts to tell people something, by the kind of channel and what became of them.',
    labels: ['kind', 'result'],
  },
  portcullis_letters_total: {
    kind: 'counter',
    help: 'Attempts to send mail about accounts, by what became of them.',
    labels: ['result'],
  },
  portcullis_sign_ins_total: {
    kind: 'counter',
    help: 'Attempts to sign in: opened, wrong-password, too-many-attempts.',
    labels: ['result'],
  },
  portcullis_throttled_total: {
    kind: 'counter',
    help: 'Attempts that a budget refused, by its name. sign-in-all is the alarm: passwords are tried in masses.',
    labels: ['throttle'],
  },
  portcullis_failures_total: {
    kind: 'counter',
    help: 'What failed in the dashboard by no fault of who asked, by the code that they were shown.',
    labels: ['code'],
  },
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof METRICS
export type LabelsOf<Name extends MetricName> = Readonly<
  Record<(typeof METRICS)[Name]['labels'][number], string>
>
type OfKind<Kind extends Metric['kind']> = {
  [Name in MetricName]: (typeof METRICS)[Name]['kind'] extends Kind ? Name : never
}[MetricName]
export type CounterName = OfKind<'counter'>
export type HistogramName = OfKind<'histogram'>
export type GaugeName = OfKind<'gauge'>
