// Names in `tools` and `hide`.
import { type Case, limit, limits } from './case.ts'

export const NAMES: readonly Case[] = [
  {
    name: 'an entry for a tool that is not there',
    issue: 'unknown-tool /tools/pya',
    document: { tools: { pya: {}, read: {} } },
    near: { tools: { pay: {}, read: {} } },
    says: 'Did you mean “pay”?',
    fixed: true,
  },
  {
    name: 'a hidden name that is not there',
    issue: 'unknown-tool /hide/0',
    document: { hide: ['pya'], tools: { read: {} } },
    near: { hide: ['pay'], tools: { read: {} } },
    fixed: true,
  },
  {
    name: 'a pattern that matches nothing',
    issue: 'unused-pattern /tools/get_*',
    document: { tools: { 'get_*': {}, read: {} } },
    near: { tools: { 'p*': {}, read: {} } },
  },
  {
    name: 'a pattern whose tools have entries',
    issue: 'shadowed-pattern /tools/p*',
    document: { tools: { pay: {}, 'p*': { action: 'deny' } } },
    near: { tools: { pay: {}, 'r*': { action: 'deny' } } },
    says: 'pay',
  },
  {
    name: 'a pattern behind a more specific one',
    issue: 'shadowed-pattern /tools/p*',
    document: { tools: { 'pa*': {}, 'p*': { action: 'deny' }, read: {} } },
    near: { tools: { 'payx*': {}, 'p*': {}, read: {} } },
  },
  {
    name: 'rules of a hidden tool',
    issue: 'hidden-entry /tools/pay',
    document: { hide: ['pay'], ...limits(limit('a', 'day', 5)) },
    near: { hide: ['pay'], tools: { pay: {}, read: {} } },
    fixed: true,
  },
  {
    name: 'rules of a pattern of which one tool shows',
    issue: 'hidden-entry /tools/p*',
    document: { hide: ['pay'], tools: { 'p*': { rate_limit: '5/day' }, read: {} } },
    near: { hide: ['pay'], tools: { '*': { rate_limit: '5/day' } } },
    fixed: true,
  },
  {
    name: 'a name that a pattern hides',
    issue: 'hidden-twice /hide/0',
    document: { hide: ['pay', 'p*'], tools: { read: {} } },
    near: { hide: ['pay', 'r*'], tools: { read: {} } },
    fixed: true,
  },
  {
    name: 'a name that is hidden twice',
    issue: 'hidden-twice /hide/1',
    document: { hide: ['pay', 'pay'], tools: { read: {} } },
    near: { hide: ['pay', 'Pay'], tools: { read: {} } },
    fixed: true,
  },
  {
    name: 'a pattern inside another',
    issue: 'hidden-twice /hide/1',
    document: { hide: ['p*', 'pa*y'], tools: { read: {} } },
    near: { hide: ['p*y', 'pa*'], tools: { read: {} } },
    fixed: true,
  },
  {
    name: 'two ways to write one pattern',
    issue: 'hidden-twice /hide/1',
    document: { hide: ['p*', 'p**'], tools: { read: {} } },
    near: { hide: ['p*'], tools: { read: {} } },
    fixed: true,
  },
]
