import { dictionary } from '@zxcvbn-ts/language-common'
import { expect, it } from 'vitest'
import { isCommonPassword } from './common-passwords.ts'

it('(security L6) knows each of the passwords that were stolen most often', () => {
  const stolen = dictionary['passwords-common']
  expect(stolen.length).toBeGreaterThan(40_000)
  expect(stolen.filter((each) => !isCommonPassword(each))).toEqual([])
})

it.each([
  'password1234567890',
  'p@ssw0rd12345678',
  'iloveyou1234567!',
  'dragonmonkey2024',
  'dragon-monkey-99',
  'qwertyuiopasdfgh',
  'welcome2026!!!!',
  'summersummersummer',
  'portcullis123456',
  'portcullis portcullis',
  'aaaaaaaaaaaaaaaa',
  'abcabcabcabcabca',
  'administrator2026',
  'p@ssword1234',
  'abcdefghijklmnop',
  '098765432109876',
  'correct-horse-battery-staple',
  'q1w2e3r4t5y6u7i8',
])('(security L6) knows what is made of one or two of them: %s', (password) => {
  expect(isCommonPassword(password)).toBe(true)
})

it('(security L6) knows what everybody knows of a person', () => {
  const known = ['ada.lovelace', 'ada', 'lovelace', 'analytical.example', 'analytical', 'example']
  for (const password of ['ada.lovelace2026', 'lovelaceanalytical', 'adalovelace!!', 'lovelace-password']) {
    expect([password, isCommonPassword(password, known)]).toEqual([password, true])
  }
  expect(isCommonPassword('ada.lovelace2026')).toBe(false)
})

it.each([
  'four words of mine',
  'correct horse battery 9',
  'another long passphrase',
  'monkey dragon sunshine princess',
  'fifteen of them',
  '8273645198273640',
  'mom8273645198273',
  'xK7!qv2Lw9#mZ4pd',
  'ἓν οἶδα ὅτι οὐδὲν',
  'x y z '.repeat(100),
  `${'nur einen guten satz '.repeat(40)}`,
])('leaves whoever thinks of something alone: %s', (password) => {
  expect(isCommonPassword(password)).toBe(false)
})
