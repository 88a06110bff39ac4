// Ids of the catalogue whose test stands beside what it tests. The check in catalogue.test.ts holds that
// each of these titles is still there.
import { ACCOUNT_PLACES } from './accounts.ts'
import { at, type Place } from './place.ts'

export const ELSEWHERE: Readonly<Record<string, readonly Place[]>> = {
  ...ACCOUNT_PLACES,
  A11: at('testing/fuzz/fuzz.test.ts', 'finds no difference in'),
  A15: at(
    'lib/upstream/read-tools.test.ts',
    'takes definitions as they come: no type, odd schemas, long numbers',
  ),
  B11: [
    ...at(
      'gateway/questions.test.ts',
      'that comes all the same is answered in the client’s place, and recorded as denied',
    ),
    ...at('gateway/stream.test.ts', '[N1] [B11] declares upstream only what the policy allows'),
    ...at(
      'gateway/tasks.test.ts',
      '[B11] is an error where the policy or the client does not know tasks, and nobody’s',
    ),
  ],
  B12: at(
    'gateway/tasks.test.ts',
    'is answered to its grant alone: to another it does not exist, and nothing goes up',
    'is answered no more once the policy denies its tool, or tasks',
    '[N3] asks its client only what the policy allows, and only the answers to that go up',
  ),
  B13: at(
    'gateway/input.test.ts',
    'is refused for another tool, other arguments, and another grant',
    'is refused where the policy has been changed meanwhile, and counted and decided like any call',
  ),
  B14: at('gateway/input.test.ts', '[B14] asked for ever is stopped'),
  B15: [
    ...at('gateway/input.test.ts', '[B15] that %s stops the answer, and is recorded'),
    ...at('gateway/questions.test.ts', 'for %s is refused and recorded'),
  ],
  B16: at(
    'gateway/resume.test.ts',
    '[B16] is nobody else’s: another session’s event id is refused and recorded',
  ),
  B17: [
    ...at('gateway/resume.test.ts', '[B17] a session of another grant'),
    ...at('gateway/stream.test.ts', 'belongs to the grant that opened it: every other grant gets 404'),
  ],
  B18: at(
    'gateway/isolation.test.ts',
    'as many calls as one organisation may hold at a server leave room there for another',
  ),
  B19: at(
    'gateway/news.test.ts',
    'is narrowed to what the policy allows, up and down',
    'ends within a second after its grant was revoked',
  ),
  B20: at('gateway/stream.test.ts', 'under way ends within a second after its grant was revoked'),
  B21: at('gateway/gateway.test.ts', 'whose client goes away is cancelled at the upstream, and recorded so'),
  B22: at('gateway/list-tools.test.ts', 'takes no page for the whole list'),
  B23: at(
    'gateway/list-tools.test.ts',
    '[E14] keeps order, digits and members of what it shows, and the cursor',
  ),
  C2: at('lib/upstream/send.test.ts', '[H8] stops an answer beyond the cap, with %s'),
  C4: [
    ...at(
      'gateway/limits.test.ts',
      'is ended where its %s do not come in time',
      'an address has only so many connections',
    ),
    ...at(
      'gateway/isolation.test.ts',
      'a server that does not answer harms nobody else',
      'a client that does not read harms nobody else',
    ),
  ],
  C6: [
    ...at('lib/upstream/seal.test.ts', 'refuse %j: %j'),
    ...at('lib/mcp/headers.test.ts', 'headers to the server'),
  ],
  C13: at('gateway/http.test.ts', 'gets everything else, and we alone say where a request came from'),
  D1: at('gateway/refused.test.ts', 'of another organisation answers exactly as one that does not exist'),
  D2: at('gateway/http.test.ts', 'the gateway refuses with 503, forwards nothing, and recovers by itself'),
  D3: [
    ...at('gateway/gateway.test.ts', 'is refused on the very next call after its grant was revoked'),
    ...at('gateway/stream.test.ts', 'under way ends within a second after its grant was revoked'),
  ],
  D5: at('lib/grants/grants.test.ts', 'shows its token once; the database holds only the digest'),
  D7: at('lib/data/admission/counter-key.test.ts', 'holds neither the token nor the policy version'),
  D9: at('lib/api/api.test.ts', 'is refused where it holds what it should not (mass assignment)'),
  D10: at('lib/env.test.ts', 'name every wrong variable at once, and never a secret'),
  D11: [
    ...at('gateway/http.test.ts', 'offers no OAuth metadata at %s'),
    ...at(
      'lib/connections/connections.test.ts',
      '[mix-up] is refused where another issuer answers, and at another issuer’s address',
    ),
  ],
  H1: [
    ...at(
      'lib/pins/change.test.ts',
      'is empty exactly where the hash would be the same: no difference is ever silent',
    ),
    ...at(
      'gateway/list-tools.test.ts',
      '[D2] [E4] shows and serves a changed tool no more, from the moment the change was seen',
    ),
  ],
  H2: at(
    'gateway/list-tools.test.ts',
    '[D2] [E4] shows and serves a changed tool no more, from the moment the change was seen',
    'of one grant says nothing to another: each sees its own policy',
  ),
  H3: at('e2e/hostile-server.spec.ts', 'nothing that a server says acts in the dashboard [H3]'),
  H4: at('lib/pins/hidden.test.ts', 'leaves no format, control or tag character unmarked'),
  H6: at(
    'lib/servers/review.test.ts',
    'names tools that look the same, and tools of other servers that it speaks of',
  ),
  H7: [
    ...at(
      'gateway/gateway.test.ts',
      'carries the stored headers, opened just before it is sent, and an echo of them is hidden',
    ),
    ...at('gateway/secrets.test.ts', 'takes a stored credential out of an answer, written %s'),
  ],
  H8: at('gateway/limits.test.ts', 'in a stream has at most so many events, and bytes in all'),
  H10: at(
    'gateway/questions.test.ts',
    'that comes all the same is answered in the client’s place, and recorded as denied',
  ),
  I1: [
    ...at('lib/upstream/address.test.ts', '[I1] addresses'),
    ...at(
      'lib/upstream/check-url.test.ts',
      '[I1] refuses %s on a hosted gateway',
      '[I1] refuses the gateway itself',
    ),
  ],
  I2: at(
    'lib/upstream/connect.test.ts',
    '[I2] names',
    'that point elsewhere on the second look-up are refused then',
  ),
  I4: at(
    'lib/upstream/check-url.test.ts',
    '[I4] refuses %j everywhere',
    '[I4] keeps to https and to two ports',
  ),
  I5: at('lib/upstream/connect.test.ts', '[I5] TLS'),
  I6: at('lib/upstream/read-tools-refused.test.ts', 'a private address, without a request'),
  I7: at(
    'lib/servers/servers.test.ts',
    'seals the headers it sends: the database holds their names, never their values',
  ),
  I8: at(
    'lib/upstream/seal.test.ts',
    '[I8] open for the organisation and server they were sealed for, and for no other',
    '[I8] fail closed for every cut and every changed byte',
  ),
  I10: at('lib/servers/servers.test.ts', '[D4] another URL voids the pins and clears the headers'),
}
