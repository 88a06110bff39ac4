// For each rule of the policy language, lines that break it. `run.ts` breaks one at a time and expects a
// test with the rule's id in its title to fail. Where code moved, `find` moves with it: it stands exactly
// once in its file, and mutants.test.ts says where that is no longer so.

export type Mutant = {
  readonly rule: string
  /** What is wrong afterwards. */
  readonly breaks: string
  readonly file: string
  readonly find: string
  readonly replace: string
}

const mutant =
  (file: string) =>
  (rule: string, breaks: string, find: string, replace: string): Mutant => ({
    rule,
    breaks,
    file,
    find,
    replace,
  })

const parse = mutant('lib/policy/read/parse.ts')
const source = mutant('lib/policy/source/source.ts')
const members = mutant('lib/policy/read/members.ts')
const readEntry = mutant('lib/policy/read/read-entry.ts')
const readRule = mutant('lib/policy/read/read-rule.ts')
const readLimit = mutant('lib/policy/read/read-limit.ts')
const compile = mutant('lib/policy/evaluate/compile.ts')
const evaluate = mutant('lib/policy/evaluate/evaluate.ts')
const condition = mutant('lib/policy/evaluate/condition.ts')
const operator = mutant('lib/policy/evaluate/operator.ts')
const listing = mutant('lib/policy/evaluate/listing.ts')
const glob = mutant('lib/policy/evaluate/glob.ts')
const lanes = mutant('lib/policy/edit/lane-edit.ts')
const counterKey = mutant('lib/data/admission/counter-key.ts')
const admission = mutant('prisma/migrations/0002_admission/migration.sql')
const givingBack = mutant('prisma/migrations/0008_calls_by_time/migration.sql')
const gatewayDecides = mutant('gateway/steps/decide.ts')
const gatewayLists = mutant('gateway/list-tools.ts')
const gatewayRefuses = mutant('gateway/refuse.ts')

const PARSING = [
  parse(
    'P1',
    'a document without a version is taken',
    "if (version === '1') return",
    "if (version === '1' || !version) return",
  ),
  parse(
    'P1',
    'a document without a default is taken',
    "'missing-key',\n    '“default” says",
    "'missing-key' && 'wrong-value',\n    '“default” says",
  ),
  source('P1', 'a trailing comma is taken', 'allowTrailingComma: false', 'allowTrailingComma: true'),
  members(
    'P2',
    'an unknown key is taken',
    "if (allowed.includes(key) || (options.carries && key.startsWith('x-'))) continue",
    'if (allowed.length > 0) continue',
  ),
  members('P2', 'x- keys are refused', "key.startsWith('x-')", "key.startsWith('y-')"),
  members('P2', 'no suggestion is made', 'if (distance <= allowed &&', 'if (distance < 0 &&'),
  parse(
    'P3',
    'the first error alone is reported',
    'issues.push({ code, pointer, message',
    'if (issues.length === 0) issues.push({ code, pointer, message',
  ),
  members(
    'P3',
    'a missing member is pointed at by its parent',
    "members.report(childPointer(members.at, key), 'missing-key', message)",
    "members.report(members.at, 'missing-key', message)",
  ),
  readEntry('P4', 'a shorthand stands beside its long form', "reportClash(members, 'action', 'deny_if')", ''),
  readEntry(
    'P4',
    'action deny loses its reason',
    'deny: { conditions: [], ...(reason === undefined ? {} : { on_deny: reason }) }',
    'deny: { conditions: [] }',
  ),
  readLimit('P4', 'rate_limit counts under the name of the tool', '_rate`,\n    window,', '`,\n    window,'),
  readEntry('P5', 'an entry has one rule too many', 'MAX_RULES = 64', 'MAX_RULES = 65'),
  readRule('P5', 'a rule has one condition too many', 'MAX_CONDITIONS = 32', 'MAX_CONDITIONS = 33'),
  readLimit('P5', 'a sliding limit is one too large', 'MAX_SLIDING = 10_000', 'MAX_SLIDING = 10_001'),
  readEntry(
    'P5',
    'an approval waits for eight days',
    'MAX_TIMEOUT_SECONDS = 7 *',
    'MAX_TIMEOUT_SECONDS = 8 *',
  ),
  members('P5', 'a text is a byte too long', 'MAX_STRING_BYTES = 4096', 'MAX_STRING_BYTES = 4097'),
  parse('P5', 'a document has one entry too many', 'MAX_ENTRIES = 10_000', 'MAX_ENTRIES = 10_001'),
  mutant('lib/policy/evaluate/regex.ts')(
    'P5',
    'a pattern is a byte too long',
    'MAX_REGEX_BYTES = 512',
    'MAX_REGEX_BYTES = 513',
  ),
  mutant('lib/policy/evaluate/regex.ts')(
    'P5',
    'a regex may work for twice as long',
    'REGEX_BUDGET = 1_000_000',
    'REGEX_BUDGET = 2_000_000',
  ),
  mutant('lib/policy/evaluate/window.ts')(
    'P5',
    'a window is a second too long',
    '366 * 86_400',
    '366 * 86_400 + 1',
  ),
  condition('P5', '[*] visits one element too many', 'MAX_ELEMENTS = 1_000_000', 'MAX_ELEMENTS = 1_000_001'),
  source('P6', 'a key stands twice', 'if (Object.hasOwn(object, key)) reportTwice(key, keyNode)', ''),
]

const NAMES = [
  compile('M1', 'names are trimmed', 'policy.exact.get(name) ??', 'policy.exact.get(name.trim()) ??'),
  compile(
    'M1',
    'letter case is folded',
    'policy.exact.get(name) ??',
    'policy.exact.get(name.toLowerCase()) ??',
  ),
  compile(
    'M1',
    'names are normalised',
    'policy.exact.get(name) ??',
    "policy.exact.get(name.normalize('NFC')) ??",
  ),
  glob(
    'M2',
    'what follows the last star may stand anywhere',
    ' || !name.endsWith(glob.suffix)) return false',
    ' || !name.includes(glob.suffix)) return false',
  ),
  glob('M2', 'two pieces of a glob overlap', 'from = at + piece.length', 'from = at'),

  glob('M2', '? is special too', "return name.includes('*')", 'return /[*?]/.test(name)'),
  compile(
    'M3',
    'the least specific glob governs',
    'globs.sort((a, b) => b.literals - a.literals)',
    'globs.sort((a, b) => a.literals - b.literals)',
  ),
  compile(
    'M3',
    'a glob comes before the exact entry',
    'return policy.exact.get(name) ?? findGlob(policy.globs, name)?.entry ?? null',
    'return findGlob(policy.globs, name)?.entry ?? policy.exact.get(name) ?? null',
  ),
  parse('M3', 'globs of equal weight may overlap', 'if (rival)\n', 'if (rival && policy.hide.length < 0)\n'),
  lanes(
    'M4',
    'an entry of its own forgets the glob’s rules',
    'governor === null || governor === tool ? entry : rulesInFull(entry, governor)',
    'governor === null || governor === tool ? entry : jsonObject()',
  ),
  lanes('M4', 'a copied rate_limit counts anew', 'rulesInFull(entry, governor)', 'rulesInFull(entry, tool)'),
]

const METHODS = [
  listing(
    'N1',
    'an absent group passes',
    "(own ?? policy.policy.default) === 'allow'",
    "(own ?? 'allow') === 'allow'",
  ),
  listing(
    'N1',
    'a group’s own word is not heard',
    'const own = policy.policy.methods[group]',
    'const own = group === undefined ? policy.policy.methods[group] : undefined',
  ),
  gatewayDecides(
    'N1',
    'the gateway does not ask about methods',
    'const decision = decideMethod(grounds.policy, message.group)',
    "const decision = { ...decideMethod(grounds.policy, message.group), effect: 'allow' as const }",
  ),
  mutant('gateway/steps/decide-task.ts')(
    'N2',
    'a task is answered though its tool is denied by now',
    'if (!mayStillCall(own))',
    'if (!mayStillCall(own) && own.facts.tool === null)',
  ),
  mutant('gateway/steps/decide-retry.ts')(
    'N3',
    'a state of another call is taken for none',
    `if (!state) return refuse('"requestState" was not given for this call.')`,
    'if (!state) return { retry: { state: null, answers, round: 0 } }',
  ),
]

const CONDITIONS = [
  condition(
    'C1',
    '[*] asks for every element in deny_if and one in require',
    "const decisive = quantifier === 'every' ? FALSE : TRUE",
    "const decisive = quantifier === 'every' ? TRUE : FALSE",
  ),
  condition('C1', 'an empty array is true', 'return verdict ?? FALSE', 'return verdict ?? TRUE'),
  mutant('lib/policy/evaluate/window.ts')(
    'C1',
    'the week starts a day late',
    "const WEEKDAYS = ['mon', 'tue'",
    "const WEEKDAYS = ['tue', 'mon'",
  ),
  mutant('lib/policy/evaluate/path.ts')(
    'C1',
    'an index may have a leading zero',
    '(0|[1-9][0-9]{0,8})',
    '([0-9]{1,9})',
  ),
  mutant('lib/json/value.ts')('C2', 'an object inherits', 'Object.create(null)', '{}'),
  operator('C3', 'lt is lte', 'order < 0', 'order <= 0'),
  operator('C3', 'gte is gt', 'order >= 0', 'order > 0'),
  mutant('lib/policy/evaluate/folder.ts')(
    'C3',
    'within believes the last stage of decoding',
    'if (verdict !== null && verdict !== here) return UNKNOWN\n',
    '',
  ),
  mutant('lib/policy/evaluate/folder.ts')(
    'C3',
    'within compares texts, not segments',
    'folder.every((segment, at) => segments[at] === segment)',
    "segments.join('/').startsWith(folder.join('/'))",
  ),
  mutant('lib/policy/evaluate/folder.ts')(
    'C3',
    'within takes a .. segment',
    "return segments.includes('..') ? null : segments",
    'return segments',
  ),
  mutant('lib/policy/evaluate/host.ts')(
    'C3',
    '*.example.com is example.com too',
    'host.endsWith(suffix)',
    'host.endsWith(suffix.slice(1))',
  ),
  mutant('lib/policy/evaluate/host.ts')(
    'C3',
    'white space is taken',
    String.raw`/[\\\s\p{Cc}]/u`,
    String.raw`/[\\\p{Cc}]/u`,
  ),

  mutant('lib/policy/evaluate/regex.ts')(
    'C4',
    'a regex is anchored',
    'compiled.test(subject)',
    'compiled.matches(subject)',
  ),
  mutant('lib/policy/evaluate/equality.ts')(
    'C4',
    'numbers are compared as doubles',
    'decimalForm(numberText(value))',
    'String(Number(numberText(value)))',
  ),
  mutant('lib/policy/evaluate/equality.ts')(
    'C4',
    'a text that holds a number is a number',
    "if (typeof value === 'string') return set.strings.has(value)",
    "if (typeof value === 'string') return set.strings.has(value) || set.forms.has(value)",
  ),
  operator(
    'C5',
    'an absent value satisfies neq',
    'return test((value) => not(judgeMember(set, value)), UNKNOWN)',
    'return test((value) => not(judgeMember(set, value)), TRUE)',
  ),
  condition(
    'C5',
    'a key in another letter case is absent',
    '? UNKNOWN : test.absent',
    '? test.absent : test.absent',
  ),
  mutant('lib/policy/evaluate/equality.ts')(
    'C5',
    'null is of every type',
    '|| set.onlyNull ? FALSE : UNKNOWN',
    '? FALSE : UNKNOWN',
  ),
  operator(
    'C5',
    'a fact that is missing is absent',
    'return { present, absent, missing: UNKNOWN, regexSize: 0 }',
    'return { present, absent, missing: absent, regexSize: 0 }',
  ),
  evaluate('C6', 'unknown satisfies require', 'if (truth !== TRUE)', 'if (truth === FALSE)'),
  evaluate('C6', 'unknown does not trigger deny_if', 'if (truth !== FALSE)', 'if (truth === TRUE)'),
  evaluate(
    'C6',
    'unknown does not ask for approval',
    'if (truth === FALSE || approved)',
    'if (truth !== TRUE || approved)',
  ),
]

const CLAIMS = [
  mutant('lib/policy/validate/comparison.ts')(
    'C7',
    'nothing is said of client.name',
    "=== 'client.name'",
    "=== 'client.names'",
  ),
]

const ORDER = [
  evaluate(
    'E1',
    'no policy is told as an unknown tool',
    "refuse(run, '(no policy)', 'no-policy', messageFor('no-policy', name))",
    "refuse(run, '(unknown tool)', 'unknown-tool', messageFor('no-policy', name))",
  ),
  listing(
    'E1',
    'without a policy every tool is listed',
    'if (!policy || tool.state',
    'if (!policy) return true\n  if (tool.state',
  ),
  evaluate('E2', 'a tool that is gone is called', "!tool || tool.state === 'gone' ||", '!tool ||'),
  evaluate('E2', 'the facts of another tool are used', ' || tool.name !== name)\n', ')\n'),
  evaluate(
    'E3',
    'a hidden tool is called',
    'if (isHidden(policy, name)) return',
    "if (isHidden(policy, '')) return",
  ),
  evaluate('E4', 'a new tool is called', "if (tool.state !== 'pinned')", "if (tool.state === 'changed')"),
  evaluate('E4', 'a changed tool is called', "if (tool.state !== 'pinned')", "if (tool.state === 'new')"),
  evaluate(
    'E5',
    'what no entry names is allowed',
    "if (!entry && policy.policy.default !== 'allow')",
    "if (!entry && policy.policy.version !== '1')",
  ),
  evaluate('E6', 'strict arguments are not asked for', 'strictRefusal(run, layers) ??', ''),
  evaluate('E6', 'requirements are not asked for', 'requireRefusal(run, layers) ??', ''),
  evaluate('E6', 'the entry comes before all_tools', '[policy.allTools, entry]', '[entry, policy.allTools]'),
  evaluate('E7', 'nothing is denied', 'denyRefusal(run, layers) ??', ''),
  evaluate(
    'E6',
    'denials come before requirements',
    'requireRefusal(run, layers) ?? // E6\n    denyRefusal(run, layers) ??',
    'denyRefusal(run, layers) ??\n    requireRefusal(run, layers) ??',
  ),
  evaluate('E8', 'nobody is asked', 'approvalNeeded(run, layers, approved) ??', ''),
  evaluate('E8', 'the entry comes before all_tools', '[policy.allTools, entry]', '[entry, policy.allTools]'),
  evaluate('E9', 'one limit is enough', 'draws.push(draw)', 'if (draws.length === 0) draws.push(draw)'),
  evaluate('E9', 'the entry comes before all_tools', '[policy.allTools, entry]', '[entry, policy.allTools]'),
  mutant('lib/policy/explain/message.ts')(
    'E10',
    'a hidden tool is told as one',
    'hidden: (name) => `Unknown tool',
    'hidden: (name) => `Hidden tool',
  ),
  gatewayRefuses('E10', 'a hidden tool is refused by a result', " || decision.reason === 'hidden')", ')'),
  mutant('lib/policy/explain/refusal.ts')(
    'E11',
    'the text says so otherwise',
    "'[POLICY DENIED] '",
    "'[DENIED] '",
  ),
  mutant('lib/policy/explain/message.ts')(
    'E11',
    'on_deny is not said',
    'if (rule.on_deny !== undefined) return rule.on_deny\n',
    '',
  ),
  evaluate(
    'E12',
    'another denial takes the place of one',
    'of layer.denyIf) {',
    'of layer.denyIf.slice(-1)) {',
  ),
  evaluate(
    'E12',
    'another requirement takes the place of one',
    'of layer.require) {',
    'of layer.require.slice(-1)) {',
  ),
  lanes(
    'E12',
    'to Approve drops conditional denials',
    'const kept = rules.filter((rule) => !isUnconditionalRule(rule))',
    'const kept = rules.filter((rule) => rule === null)',
  ),
  evaluate(
    'E13',
    'a decision of this hour holds all day',
    "windowAt(spent.hour ? 'hour' : 'day', call.at)",
    "windowAt('day', call.at)",
  ),
  condition('E13', 'asking for the weekday is not remembered', 'spent.weekday = true\n', ''),
  admission(
    'E13',
    'a decision outside its time is admitted',
    "extract(epoch FROM decided_at) * 1000 < (c ->> 'holds_until')::numeric",
    'true',
  ),
  listing(
    'E14',
    'a hidden tool is listed',
    ' || isHidden(policy, tool.name)) return false',
    ') return false',
  ),
  listing(
    'E14',
    'a tool that is always denied is listed',
    "judgeConditions(rule.conditions, call, 'some', spent) !== FALSE",
    "judgeConditions(rule.conditions, call, 'some', spent) === null",
  ),
  gatewayLists(
    'E14',
    'the list is sorted',
    'tools.filter((tool) => isJsonObject(tool) && shown.has(String(tool.name)))',
    'tools.filter((tool) => isJsonObject(tool) && shown.has(String(tool.name))).reverse()',
  ),
]

const PINS = [
  mutant('lib/data/server-changes.ts')(
    'D1',
    'registering pins nothing',
    'server.id, tools, true)',
    'server.id, tools, false)',
  ),
  gatewayLists(
    'D2',
    'a changed definition is shown',
    'if (known?.pinnedHash !== tool.hash || ',
    'if (!known || ',
  ),
  gatewayLists(
    'D3',
    'a tool that nobody accepted is shown',
    'if (known?.pinnedHash !== tool.hash || ',
    'if (!known || ',
  ),
  mutant('lib/data/tools.ts')(
    'D4',
    'pins outlive another URL',
    'data: { pinnedHash: null, pinnedDefinition: null, rejectedHash: null, present: false, ...NO_OVERRIDE }',
    'data: { rejectedHash: null, present: false, ...NO_OVERRIDE }',
  ),
]

const LIMITS = [
  mutant('lib/policy/evaluate/window.ts')(
    'L1',
    'the week starts on Thursday',
    'const FIRST_MONDAY = 4 * DAY',
    'const FIRST_MONDAY = 0 * DAY',
  ),
  mutant('lib/policy/evaluate/window.ts')('L1', 'a year ends in November', 'month === 12', 'month === 11'),
  admission(
    'L1',
    'windows are not aligned to UTC',
    "date_trunc(span, at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' END",
    "date_trunc(span, at AT TIME ZONE 'UTC') AT TIME ZONE 'Asia/Kolkata' END",
  ),
  admission(
    'L2',
    'a sliding window forgets too early',
    'e.at < decided_at - limit_window_length(spans[i]);',
    'e.at < decided_at - limit_window_length(spans[i]) / 2;',
  ),
  readLimit(
    'L2',
    'a limit slides unless it says otherwise',
    "ALGORITHMS, 'fixed')",
    "ALGORITHMS, 'sliding')",
  ),
  counterKey('L3', 'a user’s limit is the grant’s', 'return facts.user.id', 'return facts.grant.id'),
  counterKey(
    'L3',
    'sessions of two grants share',
    'session === null ? facts.grant.id :',
    'session !== null ? session :',
  ),
  readLimit(
    'L3',
    'a limit counts for the server unless it says otherwise',
    "SCOPES, 'grant')",
    "SCOPES, 'server')",
  ),
  mutant('lib/policy/evaluate/draw.ts')(
    'L4',
    'a negative amount gives room',
    'isJsonNumber(amount) && compareNumbers(amount, 0) >= 0',
    'isJsonNumber(amount)',
  ),
  readLimit(
    'L4',
    '[*] stands in increment_from',
    "else if (path.steps.some((step) => step.kind === 'each'))",
    "else if (path.steps.some((step) => step.kind === 'each' && path.root !== 'args'))",
  ),
  parse(
    'L5',
    'one counter has two windows',
    "['window', 'algorithm', 'increment_from'] as const",
    "['algorithm', 'increment_from'] as const",
  ),
  counterKey(
    'L5',
    'publishing resets every counter',
    'draw.window, draw.algorithm]',
    'draw.window, draw.algorithm, facts.policyVersionId]',
  ),
  admission('L5', 'limits that share a counter count twice', 'CONTINUE WHEN i = ANY (seen);', ''),
  givingBack(
    'L6',
    'nothing is given back',
    "PERFORM return_taken(organisation, call_id, record_at, detail -> 'taken');",
    '',
  ),
  givingBack(
    'L6',
    'what was sent is given back',
    "AND c.id = give_back.call_id AND c.outcome IN ('open', 'unknown')",
    'AND c.id = give_back.call_id',
  ),
  compile(
    'L7',
    'a limit of 0 lets a draw of 0 through',
    'isZero: compareNumbers(limit.max, 0) <= 0',
    'isZero: compareNumbers(limit.max, 0) < 0',
  ),
  admission('L7', 'a limit of 0 admits a draw of 0', 'IF most <= 0 OR useds[i]', 'IF useds[i]'),
  mutant('lib/policy/explain/refusal.ts')(
    'L8',
    'the refusal does not say when it resets',
    ' It resets at $',
    ' It does not reset at $',
  ),
  gatewayRefuses('L8', 'the decision does not say what is left', 'remaining: verdict.remaining })', '})'),
]

const approval = (name: string) => mutant(`lib/policy/approval/${name}.ts`)
const APPROVALS = [
  approval('subject')('A1', 'an approval is for any arguments', "['arguments', subject.arguments],\n", ''),
  approval('subject')(
    'A1',
    'an approval outlives a changed definition',
    "['definition', subject.definition],\n",
    '',
  ),
  approval('standing')(
    'A2',
    'an approval is used twice',
    'if (approval.usedAt !== null) return',
    'if (approval.usedAt === 0) return',
  ),
  approval('standing')(
    'A2',
    'an approval outlives its end',
    'if (!(at < approval.expiresAt))',
    'if (at === approval.expiresAt)',
  ),
  approval('standing')(
    'A2',
    'an approval outlives its grant',
    'if (!facts.grantIsLive) return',
    "if (facts.definition === '') return",
  ),
  approval('held-call')(
    'A3',
    'a call runs whose client has gone',
    "if (!clientIsConnected) return 'drop'\n",
    '',
  ),
  approval('held-call')('A3', 'the text says so otherwise', "'[APPROVAL PENDING] '", "'[PENDING] '"),
  approval('decider')(
    'A4',
    'an agent decides about its own call',
    "if (decider.kind === 'grant')\n    return 'An agent cannot decide about its own calls. Ask a member of the organisation.'",
    "if (decider.kind === 'grant') return null",
  ),
  approval('decider')(
    'A4',
    'who may not decide decides',
    'decider.mayDecide !== true',
    'decider.mayDecide === undefined',
  ),
  approval('allowance')(
    'A5',
    'an allowance never ends',
    'if (!(call.at < allowance.endsAt)) return',
    'if (call.at === allowance.endsAt) return',
  ),
  approval('allowance')(
    'A5',
    'an argument that was not freed may differ',
    'if (fixedPart(allowance.arguments, allowance) !== fixedPart(call.arguments, allowance))',
    'if (allowance.uses < 0)',
  ),
  approval('allowance')(
    'A5',
    'unknown is within a bound',
    'nothingSpent()) !== TRUE)',
    'nothingSpent()) === 0)',
  ),
]

const TEXT = [
  mutant('lib/policy/edit/text-edit.ts')(
    'T2',
    'undo is a character off',
    'offset: offset + shift,',
    'offset: offset + shift + (shift > 9 ? 1 : 0),',
  ),
  lanes(
    'T3',
    'to Limit keeps the approval',
    'withLimit(withoutApproval(withoutDeny(',
    'withLimit((withoutDeny(',
  ),
  mutant('lib/policy/edit/entry-edit.ts')(
    'T4',
    'adding a rule opens a tool that nothing named',
    "governor === null && policy.default === 'deny'",
    "governor === null && policy.default === 'allow'",
  ),
  lanes(
    'T5',
    'a tool leaves what a pattern hides',
    "if (pattern !== undefined && to !== 'hide')",
    "if (pattern !== undefined && to === 'hide')",
  ),
  lanes(
    'T6',
    'to Approve drops conditional denials',
    'const kept = rules.filter((rule) => !isUnconditionalRule(rule))',
    'const kept = rules.filter((rule) => rule === null)',
  ),
]

export const MUTANTS: readonly Mutant[] = [
  ...[...PARSING, ...NAMES, ...METHODS, ...CONDITIONS, ...CLAIMS, ...ORDER, ...PINS, ...LIMITS],
  ...[...APPROVALS, ...TEXT],
]
