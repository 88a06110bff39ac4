// The ids of section L, accounts and the dashboard, with the tests that stand beside what they test. The check in
// catalogue.test.ts holds that each of these titles is still there.
import { at, type Place } from './place.ts'

const OWN = 'lib/accounts/own-account.test.ts'
const ACCOUNTS = 'lib/accounts/accounts.test.ts'
const INVITATIONS = 'lib/invitations/invitations.test.ts'
const MEMBERS = 'lib/organisation/members.test.ts'
const SESSION = 'lib/auth/session.test.ts'
const SIDE_DOORS = 'e2e/tenancy/side-doors.spec.ts'

export const ACCOUNT_PLACES: Readonly<Record<string, readonly Place[]>> = {
  L1: [
    ...at(
      'e2e/tenancy/dashboard.spec.ts',
      'has a row for every page, every route file and every query parameter',
      `\${route} shows another organisation's ids as missing ones`,
      `\${route} sends a visitor to sign in, and shows nothing`,
    ),
    ...at(
      'e2e/tenancy/actions.spec.ts',
      'have a row each',
      `\${name} answers for another organisation's ids as for missing ones, and sends visitors away`,
    ),
    ...at(
      'e2e/tenancy/api.spec.ts',
      'has a row for every operation in its document, and an operation for every route file',
    ),
    ...at('lib/tenancy.test.ts', 'has a row for each'),
    ...at(SESSION, 'of a person who is in no organisation opens nothing'),
    ...at('lib/api/api.test.ts', 'is held to the role of its person'),
  ],
  L2: at(
    SIDE_DOORS,
    '(security L2) the framework’s own ways to a page open nothing that the page does not',
    '(security L2) an action that is sent to another address, or by nobody, does nothing',
  ),
  L3: [
    ...at(
      'e2e/faults/accounts.spec.ts',
      'pages of other origins cannot act for a member who visits them (security L3)',
    ),
    ...at('app/(dashboard)/same-origin.test.ts', 'is refused from anywhere else: %o'),
    ...at(
      'e2e/approvals.spec.ts',
      '[G3] works without JavaScript, and nothing decides on GET or from elsewhere',
    ),
    ...at(SESSION, 'signs out only with its own CSRF token, and then in the database'),
  ],
  L4: [
    ...at(
      SESSION,
      'begins with a token of its own, and ends the one the browser came with (fixation)',
      'ends in the database, not only in the browser',
      'ends 30 days after sign-in, used or not',
    ),
    ...at(
      'lib/auth/recent.test.ts',
      '(security L4) by the password is for this session alone, which gets another token',
    ),
    ...at(
      OWN,
      '(security L4) another password',
      '(security L4) sessions',
      '(security L9) is replaced by a mailed link, once; every session ends and the mailbox counts as proved',
    ),
    ...at(
      'e2e/accounts.spec.ts',
      '(security L4) a person sees where they are signed in, and ends it there; another password ends all the others',
    ),
  ],
  L5: [
    ...at(
      'lib/auth/cookie.test.ts',
      '(security L5) on https they have the prefix that keeps out other hosts, paths and plain http',
      '(security L5) on a machine of one’s own, without https, they are as closed as they can be',
    ),
    ...at(
      'e2e/faults/accounts.spec.ts',
      'the session cookie is out of reach of scripts and of other sites (security L5)',
    ),
  ],
  L6: [
    ...at(
      'lib/accounts/password-hash.test.ts',
      '(security L6) are Argon2id, name their parameters, which are OWASP’s, and hold a salt of their own',
      '(security L6) know their password to the last byte: %j, not %j',
    ),
    ...at(
      'lib/accounts/common-passwords.test.ts',
      '(security L6) knows each of the passwords that were stolen most often',
      '(security L6) knows what is made of one or two of them: %s',
      '(security L6) knows what everybody knows of a person',
    ),
    ...at(
      ACCOUNTS,
      '(security L6) may be anything else of fifteen characters, spaces and every script included',
      '(security L6) replaces a hash of before Argon2id once its owner signs in, and no other',
    ),
    ...at(OWN, '(security L6) stays where the new one is refused, and the link with it'),
  ],
  L7: [
    ...at(
      'lib/accounts/sign-in-alarm.test.ts',
      '(security L7) one account takes ten guesses an hour from everywhere, and its owner is told, once',
      '(security L7) one password on ten thousand accounts from a thousand places is stopped, and the operator told, once',
    ),
    ...at(
      ACCOUNTS,
      '(security L7) lets the owner in all the same from a browser that is known, and no other by its mark',
      '(security L7) closes to browsers that are not known where the whole installation is tried',
      'refuses an address from which too many accounts were tried',
    ),
    ...at(
      'lib/factors/factors.test.ts',
      '(security L7) ends guessing after ten codes an hour, the right one included, whatever tokens are taken',
      '(security L7) is told of to whose account it is where codes are tried in masses, once a day',
      '(security L7) ends guessing passwords',
    ),
  ],
  L8: [
    ...at(
      'lib/accounts/password-hash.test.ts',
      '(security L8) cost the same where there is none, as long as some are old, too',
    ),
    ...at(ACCOUNTS, 'says the same of a wrong password, an unknown address and what is no address'),
    ...at(
      OWN,
      '(security L8) is answered the same for an address that is nobody’s, before anything of it is looked up',
      '(security L8) that is somebody else’s is answered the same, its owner alone is told, and nothing is changed',
      '(security L8) answers the same for an address that has an account, before it is looked up',
    ),
    ...at(INVITATIONS, 'does not tell by its answer whether an address has an account (L8)'),
    ...at(
      'lib/accounts/providers.test.ts',
      'takes over no account that is there by its address: whoever made that one may be somebody else',
    ),
  ],
  L9: [
    ...at(
      OWN,
      '(security L9) has one link that works: the newest, for half an hour, until the address or password changes',
      '(security L9) is replaced by one of many who hold the same link at once',
      '(security L9) a link of one purpose does nothing of another',
    ),
    ...at(
      INVITATIONS,
      '[security] works once, for its own address alone, and not for another account (L9, L12)',
      '[security] opens nothing after a week, revoked, or sent again: the link before is dead (L9)',
    ),
    ...at('e2e/accounts.spec.ts', '(security L9) where a link leads is never taken from the request'),
    ...at('lib/auth/next-path.test.ts', 'is the one asked for, where it is ours'),
    ...at(SESSION, 'never sends anyone to another site'),
  ],
  L10: [
    ...at(SIDE_DOORS, `(security L10) every kind of answer carries the headers, errors included: \${what}`),
    ...at('e2e/platform.spec.ts', 'two answers never share a nonce'),
  ],
  L11: [
    ...at(
      SIDE_DOORS,
      '(security L11) no cache keeps a page of a member, whatever its address looks like',
      '(security L11) going back after signing out shows nothing',
    ),
    ...at(
      'e2e/tenancy/dashboard.spec.ts',
      'lists and pages without an id hold nothing of another organisation',
    ),
    ...at('lib/takeout/takeout.test.ts', '(security L11) holds nothing of another organisation'),
  ],
  L12: [
    ...at(
      MEMBERS,
      'stays: neither demoted, nor removed, nor let go (L12)',
      'stays where two demote one another at once, however often (L12)',
      'is kept by the database itself, against SQL and against two transactions that cannot see one another',
    ),
    ...at(
      INVITATIONS,
      '[security] makes one account where two come at once (L12)',
      '[security] is open for an address once, however the address is written (L12)',
      '[security] opens nothing once who invited may no longer invite: demoted, or gone (L12)',
    ),
    ...at(
      'lib/leaving/leaving.test.ts',
      '(security L12) leaves no organisation without an owner while others are in it',
      '(security L12) lets one of two owners go who go at once',
    ),
    ...at(OWN, '(security L12) goes to one of two who want it'),
  ],
  L13: [
    ...at(
      'lib/sender/webhook.test.ts',
      '[I] follows no redirect, and says where it would have led',
      '[I] reaches no private address where the installation allows none',
    ),
    ...at(
      'lib/sender/mail.test.ts',
      'holds what others wrote as text: no header, no markup, no link of theirs',
    ),
    ...at('lib/sender/slack.test.ts', 'is plain text: no mention, link or markup of what others wrote'),
    ...at('lib/messages/words.test.ts', 'stay short and lead only to the dashboard, whatever an event holds'),
    ...at('lib/notices/notices.test.ts', 'goes nowhere that a server could not be'),
    ...at(
      'gateway/canary.test.ts',
      'leave no trace in the clear in any table: calls, values, approvals, notices and their deliveries',
    ),
  ],
  L14: [
    ...at(
      'lib/accounts/api-keys.test.ts',
      'may what it was given and its person may, both at the time (L14)',
      'opens nothing after its end, which is at most ten years away (L14)',
      'makes no other key, by which it would outlive its own end',
    ),
    ...at(
      'lib/role.test.ts',
      '(security L14) is for a key with scopes what its person may and it was given, both',
    ),
    ...at(ACCOUNTS, 'speak for their person with the role of the moment, until revoked'),
  ],
  L15: [
    ...at(
      'testing/attacks/uploads.test.ts',
      '(security L15) the one file that is taken is a policy, read in the browser',
      '(security L15) no picture is loaded that a person or a server named',
    ),
    ...at('lib/api/api.test.ts', 'is strict JSON of a bounded size'),
    ...at(
      'lib/policy/import/import.test.ts',
      '[O7] what would become too large, or names too many tools, is refused with its place',
    ),
  ],
  L16: [
    ...at(
      'lib/data/quotas.test.ts',
      'is the installation’s number, exactly, however many come at once',
      'holds for everything that is counted',
    ),
    ...at(
      'gateway/readings/readings.test.ts',
      '(security L16) stores no more tools than the organisation may have, says so, and sees changes all the same',
    ),
  ],
}
