// What can be known of the files of deploy/ without Docker and without a cluster: that they parse, that
// charts render, that each setting, path, port and file they name is one that exists.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { LIMITS } from '#gateway/limits.ts'
import { VARIABLES } from '#lib/env.ts'
import { TRACING_VARIABLES } from '#lib/tracing/index.ts'
import { renderTemplate } from './testing/render.ts'

const CHART = 'deploy/helm/portcullis'
const text = (path: string) => readFileSync(path, 'utf8')
const defaults = () => parse(text(`${CHART}/values.yaml`)) as Values
type Values = {
  existingSecret: string
  gateway: { autoscaling: { enabled: boolean } }
  metrics: { enabled: boolean; port: number; podMonitor: boolean }
  ingress: { enabled: boolean; className: string; tlsSecret: string }
  settings: Record<string, string>
  trustedProxies: string[]
}

const SETTINGS = new Set([
  ...[...text('lib/env.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name = '']) => name),
  ...Object.keys(LIMITS),
  ...TRACING_VARIABLES,
  'LOG_LEVEL',
  'NODE_ENV',
  'NEXT_TELEMETRY_DISABLED',
])

type Container = {
  name: string
  args: string[]
  env?: { name: string }[]
  envFrom: { secretRef?: { name: string }; configMapRef?: { name: string } }[]
  ports?: { name: string; containerPort: number }[]
  securityContext: object
} & Record<`${'liveness' | 'readiness' | 'startup'}Probe`, { httpGet: { path: string; port: string } }>
type Pod = { securityContext: object; containers: Container[]; terminationGracePeriodSeconds: number }
type Thing = {
  kind: string
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> }
  data: Record<string, string>
  spec: {
    replicas?: number
    selector: { matchLabels?: Record<string, string> } & Record<string, unknown>
    ports: { targetPort: string }[]
    template: { metadata: { labels: Record<string, string> }; spec: Pod }
    rules: { http: { paths: { backend: { service: { name: string } } }[] } }[]
  }
}

function rendered(values: object): Thing[] {
  const root = { Values: values, Release: { Name: 'gate' } }
  return readdirSync(`${CHART}/templates`)
    .sort()
    .flatMap((name) => parseAllDocuments(renderTemplate(text(`${CHART}/templates/${name}`), root)))
    .flatMap((document) => {
      expect(document.errors).toEqual([])
      const thing = document.toJS() as Thing | null
      return thing === null ? [] : [thing]
    })
}
const named = (things: Thing[], kind: string, name: string) => {
  const thing = things.find((each) => each.kind === kind && each.metadata.name === name)
  if (!thing) throw new Error(`no ${kind} ${name}`)
  return thing
}
const containerOf = (thing: Thing) => thing.spec.template.spec.containers[0] as Container
const full = (): Values => ({
  ...defaults(),
  settings: { SIGN_UP: 'invite', MAX_CONNECTIONS: '5000' },
  trustedProxies: ['10.0.0.0/8', '192.168.0.0/16'],
  metrics: { enabled: true, port: 9464, podMonitor: true },
  gateway: { ...defaults().gateway, autoscaling: { ...defaults().gateway.autoscaling, enabled: true } },
  ingress: { ...defaults().ingress, enabled: true, className: 'nginx', tlsSecret: 'tls' },
})

describe('the chart', () => {
  it('renders, with the defaults and with everything switched on', () => {
    const kinds = (values: object) => rendered(values).map(({ kind }) => kind)
    expect(kinds(defaults()).sort()).toEqual([
      'ConfigMap',
      'Deployment',
      'Deployment',
      'Job',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'Service',
      'Service',
    ])
    const more = kinds(full()).filter((kind) => ['HorizontalPodAutoscaler', 'Ingress'].includes(kind))
    expect(more).toHaveLength(2)
    // An autoscaler and a number of replicas would undo each other's work.
    expect(named(rendered(full()), 'Deployment', 'gate-gateway').spec.replicas).toBeUndefined()
    expect(named(rendered(defaults()), 'Deployment', 'gate-gateway').spec.replicas).toBe(2)
  })

  it('sets only what the product knows, and takes secrets from a Secret alone', () => {
    const things = rendered(full())
    const settings = named(things, 'ConfigMap', 'gate-settings').data
    expect(settings.TRUSTED_PROXIES).toBe('10.0.0.0/8,192.168.0.0/16')
    expect(Object.keys(settings).filter((name) => !SETTINGS.has(name))).toEqual([])
    for (const secret of ['SECRET_KEY', 'DATABASE_URL', 'DIRECT_DATABASE_URL'])
      expect(Object.keys(settings)).not.toContain(secret)
    for (const thing of things.filter(({ kind }) => kind === 'Deployment' || kind === 'Job')) {
      const { env = [], envFrom } = containerOf(thing)
      expect(env.map(({ name }) => name).filter((name) => name !== 'POD_IP' && !SETTINGS.has(name))).toEqual(
        [],
      )
      expect(envFrom.map((from) => from.secretRef?.name)).toContain(defaults().existingSecret)
    }
    const gateway = containerOf(named(things, 'Deployment', 'gate-gateway'))
    expect(gateway.env?.map(({ name }) => name)).toEqual(['DASHBOARD_ORIGIN', 'POD_IP', 'HOP_URL'])
  })

  it('gives the role that owns the tables to the migration alone', () => {
    const things = rendered({ ...defaults(), ownerSecret: 'owner' })
    const secretsOf = (kind: string, name: string) =>
      containerOf(named(things, kind, name)).envFrom.map((from) => from.secretRef?.name)
    expect(secretsOf('Job', 'gate-migrate')).toContain('owner')
    for (const name of ['gate-gateway', 'gate-dashboard'])
      expect(secretsOf('Deployment', name)).not.toContain('owner')
  })

  it.each(['gateway', 'dashboard'])(
    'asks the %s whether it lives and is ready, where it answers that',
    (name) => {
      const things = rendered(defaults())
      const deployment = named(things, 'Deployment', `gate-${name}`)
      const container = containerOf(deployment)
      expect(container.livenessProbe.httpGet).toEqual({ path: '/livez', port: 'http' })
      expect(container.startupProbe.httpGet).toEqual({ path: '/livez', port: 'http' })
      expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' })
      expect(container.ports?.map((port) => port.name)).toEqual(['http'])
      expect(named(things, 'Service', `gate-${name}`).spec.ports[0]?.targetPort).toBe('http')
      for (const path of ['livez', 'readyz']) {
        expect(text('gateway/routes.ts')).toContain(`'${path}'`)
        expect(existsSync(`app/${path}/route.ts`)).toBe(true)
      }
      const labels = deployment.spec.template.metadata.labels
      expect(labels).toMatchObject(deployment.spec.selector.matchLabels ?? { none: 'given' })
      expect(labels).toMatchObject(named(things, 'Service', `gate-${name}`).spec.selector as object)
    },
  )

  it('serves figures only where they are wanted, to who has the token', () => {
    expect(JSON.stringify(rendered(defaults()))).not.toMatch(/metrics|METRICS/i)
    const things = rendered(full())
    expect(named(things, 'ConfigMap', 'gate-settings').data).toMatchObject({
      METRICS_PORT: '9464',
      METRICS_HOST: '0.0.0.0',
    })
    for (const name of ['gateway', 'dashboard']) {
      const { ports } = containerOf(named(things, 'Deployment', `gate-${name}`))
      expect(ports).toContainEqual({ name: 'metrics', containerPort: 9464 })
      // Not in the service: the ingress leads nobody there.
      expect(named(things, 'Service', `gate-${name}`).spec.ports.map((port) => port.targetPort)).toEqual([
        'http',
      ])
    }
    expect(named(things, 'NetworkPolicy', 'gate-dashboard').spec).toMatchObject({
      ingress: [{}, { ports: [{ port: 9464 }] }],
    })
    expect(named(things, 'PodMonitor', 'gate').spec).toMatchObject({
      podMetricsEndpoints: [{ port: 'metrics', authorization: { credentials: { key: 'METRICS_TOKEN' } } }],
    })
  })

  it('gives no container more than it needs', () => {
    for (const thing of rendered(full()).filter(({ kind }) => kind === 'Deployment' || kind === 'Job')) {
      const pod = thing.spec.template.spec
      expect(pod).toMatchObject({ automountServiceAccountToken: false })
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 })
      expect(containerOf(thing).securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
    }
  })

  it('migrates before anything starts, and leaves a gateway the time to drain', () => {
    const things = rendered(defaults())
    const { annotations } = named(things, 'Job', 'gate-migrate').metadata
    expect(annotations?.['helm.sh/hook']).toBe('pre-install,pre-upgrade')
    const { terminationGracePeriodSeconds } = named(things, 'Deployment', 'gate-gateway').spec.template.spec
    expect(terminationGracePeriodSeconds).toBeGreaterThanOrEqual(5 + 2 * 10)
  })

  it('leads all traffic to gateways, and lets only gateways to the dashboard', () => {
    const things = rendered(full())
    const paths = named(things, 'Ingress', 'gate').spec.rules.flatMap((rule) => rule.http.paths)
    expect(paths.map((path) => path.backend.service.name)).toEqual(['gate-gateway'])
    const closed = rendered({ ...full(), metrics: defaults().metrics })
    expect(named(closed, 'NetworkPolicy', 'gate-dashboard').spec).toMatchObject({
      podSelector: { matchLabels: { 'app.kubernetes.io/component': 'dashboard' } },
      ingress: [{ from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/component': 'gateway' } } }] }],
    })
  })

  it('takes its own values, and refuses wrong ones', () => {
    const check = new Ajv({ allErrors: true }).compile(JSON.parse(text(`${CHART}/values.schema.json`)))
    expect([check(defaults()), check.errors]).toEqual([true, null])
    expect(check(full())).toBe(true)
    const wrong: object[] = [
      { ...defaults(), appUrl: 'gate.example/' },
      { ...defaults(), existingSecret: '' },
      { ...defaults(), settings: { SECRET_KEY: 'in the open' } },
      { ...defaults(), settings: { PASSED_CONNECTIONS: 'true' } },
      { ...defaults(), settings: { SMTP_URL: 'smtp://user:password@mail' } },
      { ...defaults(), settings: { METRICS_TOKEN: 'in the open' } },
      { ...defaults(), gateways: 2 },
      { ...defaults(), image: { repository: 'x', tag: 'latest', pullPolicy: 'Always' } },
    ]
    for (const values of wrong) expect(check(values)).toBe(false)
  })
})

describe('the compose file', () => {
  type Service = {
    command: string[]
    environment: Record<string, string>
    depends_on?: Record<string, unknown>
    healthcheck?: { test: string[] }
    ports?: string[]
    read_only?: boolean
    networks: string[]
    image: string
  }
  const compose = parse(text('deploy/compose.yaml'), { merge: true }) as {
    services: Record<string, Service>
    volumes: object
    networks: object
  }
  const ours = ['migrate', 'dashboard', 'gateway']

  it('starts what there is, in an order that works', () => {
    const names = Object.keys(compose.services)
    expect(names.sort()).toEqual(['dashboard', 'gateway', 'migrate', 'postgres', 'proxy'])
    for (const { depends_on = {} } of Object.values(compose.services))
      expect(Object.keys(depends_on).filter((name) => !names.includes(name))).toEqual([])
    expect(Object.keys(compose.services.gateway?.depends_on ?? {})).toEqual(['migrate'])
    for (const name of ['postgres', 'dashboard', 'gateway'])
      expect(compose.services[name]?.healthcheck?.test.length).toBeGreaterThan(1)
    expect(compose.services.gateway).toMatchObject({ deploy: { replicas: 2 } })
  })

  it('sets only what the product knows, and publishes the proxy alone', () => {
    for (const name of ours) {
      const service = compose.services[name]
      expect(Object.keys(service?.environment ?? {}).filter((key) => !SETTINGS.has(key))).toEqual([])
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] })
    }
    const published = Object.entries(compose.services).filter(([, { ports }]) => ports !== undefined)
    expect(published.map(([name]) => name)).toEqual(['proxy'])
    expect(text('deploy/Caddyfile')).toMatch(/dynamic a gateway 3000/)
  })

  it('hands on every setting that a person may give', () => {
    const given = new Set(Object.keys(compose.services.gateway?.environment ?? {}))
    const elsewhere = [
      // The image's own, or one process's alone.
      ...[
        'PORT',
        'HOST',
        'HOP_URL',
        'DASHBOARD_ORIGIN',
        'DATA_DIR',
        'EMBEDDED_POSTGRES',
        'PASSED_CONNECTIONS',
      ],
      // Rights that nothing which is asked has: see docs/deployment.md, three roles.
      ...['OWNER_DATABASE_URL', 'MAINTENANCE_DATABASE_URL'],
    ]
    expect(VARIABLES.filter((name) => !given.has(name) && !elsewhere.includes(name))).toEqual([])
  })

  it('runs programs that are in the image', () => {
    const dockerfile = text('deploy/Dockerfile')
    for (const name of ours) {
      const program = compose.services[name]?.command
        .join(' ')
        .match(/[\w./]+\.mjs|next\/dist\/bin\/next/)?.[0]
      const folder = program?.startsWith('next/') ? 'node_modules' : program?.split('/')[0]
      expect(dockerfile).toMatch(new RegExp(`COPY --from=\\w+ /app/${folder} `))
    }
    for (const name of Object.keys(compose.services).filter((each) => !ours.includes(each)))
      expect(compose.services[name]?.image).not.toMatch(/:latest$|^[^:]+$/)
  })
})

describe('the image', () => {
  const lines = text('deploy/Dockerfile')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line))
  const of = (word: string) => lines.filter((line) => line.startsWith(`${word} `))

  it('runs as nobody in particular, on a version of Node that is named', () => {
    expect(of('USER')).toEqual(['USER 1000:1000'])
    for (const line of of('FROM')) expect(line).toMatch(/^FROM node:20\.\d+-bookworm-slim/)
    expect(lines.at(-1)).toBe(
      'CMD ["node", "--max-semi-space-size=64", "--enable-source-maps", "dist/gateway.mjs"]',
    )
  })

  it('is made of stages and files that exist', () => {
    const stages = of('FROM').flatMap((line) => / AS (\w+)$/.exec(line)?.[1] ?? [])
    for (const line of of('COPY')) {
      const stage = /--from=(\w+)/.exec(line)?.[1]
      if (stage !== undefined) expect(stages).toContain(stage)
    }
    const built = ['node_modules', '.next', 'dist']
    const sources = of('COPY').flatMap((line) => line.split(' ').slice(1, -1))
    const paths = sources
      .filter((word) => !word.startsWith('--'))
      .map((word) => word.replace(/^\/app\//, ''))
      .filter((path) => !built.includes(path))
    expect(paths.filter((path) => !existsSync(path))).toEqual([])
  })

  it('is built from all that the build digests, and from nothing secret', () => {
    const allowed = text('.dockerignore')
      .split('\n')
      .flatMap((line) => /^!(.+)$/.exec(line)?.[1] ?? [])
    for (const path of allowed) expect(existsSync(path)).toBe(true)
    const digested = /const BUILD_SOURCES = \[([\s\S]*?)\]/.exec(text('scripts/start/prepare.mjs'))?.[1] ?? ''
    const needed = [...digested.matchAll(/'([^']+)'/g)].map(([, path = '']) => path).filter(existsSync)
    const isIn = (path: string) => allowed.some((each) => path === each || path.startsWith(`${each}/`))
    expect(needed.filter((path) => !isIn(path))).toEqual([])
    for (const path of ['.env', 'data', '.git', 'node_modules']) expect(allowed).not.toContain(path)
    expect(text('.dockerignore').split('\n')[0]).toBe('*')
  })
})
