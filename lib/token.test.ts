import { describe, expect, it } from 'vitest'
import { base32, base32OfInteger, newId, newOrganisationId, organisationOf } from './id.ts'
import { newToken, readToken } from './token.ts'

describe('tokens', () => {
  it('carry their organisation and are found by digest alone', () => {
    const organisation = newOrganisationId()
    const token = newToken('pcg', organisation)
    expect(readToken(token.text)).toEqual({ kind: 'pcg', organisationId: organisation, digest: token.digest })
    expect(token.text).not.toContain(token.digest)
  })

  it('are refused for one wrong character, another case, or anything around them', () => {
    const { text } = newToken('pck', newOrganisationId())
    const other = text[30] === 'a' ? 'b' : 'a'
    for (const wrong of [
      text.slice(0, 30) + other + text.slice(31),
      text.toUpperCase(),
      ` ${text}`,
      `${text}\n`,
      '',
    ]) {
      expect(readToken(wrong)).toBeNull()
    }
  })
})

it('a whole number is written as its four bytes are', () => {
  for (const value of [0, 1, 31, 32, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 3_735_928_559]) {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    expect(base32OfInteger(value)).toBe(base32(bytes))
  }
})

it('a connector’s key is a kind of its own, which no other door takes', () => {
  expect(readToken(newToken('pcc', newOrganisationId()).text)?.kind).toBe('pcc')
})

describe('ids', () => {
  it('name their kind and their organisation', () => {
    const organisation = newOrganisationId()
    expect(organisationOf('srv', newId('srv', organisation))).toBe(organisation)
    expect(organisationOf('grt', newId('srv', organisation))).toBeNull()
    expect(organisationOf('srv', 'srv_short')).toBeNull()
  })

  it('of calls sort by time', async () => {
    const first = newId('call', 'a'.repeat(12))
    await new Promise((resolve) => setTimeout(resolve, 3))
    expect(newId('call', 'a'.repeat(12)) > first).toBe(true)
  })
})
