import { expect, it } from 'vitest'
import { Trust } from '../../../src/shared/domain/connection.ts'

const certificate = Array(32).fill('AB').join(':')
const key = `sha256/${'A'.repeat(43)}=`

it.each([null, certificate, key])('takes the pin %s', pin => {
  expect(Trust.parse({ ca: null, pin })).toEqual({ ca: null, pin })
})

it.each([
  '',
  certificate.toLowerCase(),
  certificate.slice(3),
  `${certificate}\n`,
  key.slice(7),
  key.slice(0, -1),
  `sha1/${'A'.repeat(43)}=`,
  `${key};${key}`,
])('takes no pin %j, which would hold nothing', pin => {
  expect(Trust.safeParse({ ca: null, pin }).success).toBe(false)
})
