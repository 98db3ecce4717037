import { expect, it } from 'vitest'
import { fileName } from '../../../../src/main/services/export/file-name.ts'

it.each([
  ['Billing (EU)', 'Claviger keys Billing (EU).csv'],
  ['CON', 'Claviger keys CON.csv'],
  ['../../etc/passwd', 'Claviger keys etc passwd.csv'],
  ['..\\..\\x', 'Claviger keys x.csv'],
  ['C:\\Windows', 'Claviger keys C Windows.csv'],
  ['.hidden', 'Claviger keys hidden.csv'],
  ['trailing. . .', 'Claviger keys trailing.csv'],
  ['$(rm -rf ~) `x` %PATH%', 'Claviger keys (rm -rf ) x PATH.csv'],
  ['a\0b\r\nc', 'Claviger keys a u0000b u000d u000ac.csv'],
  ['evil\u202evsc.exe', 'Claviger keys evil u202evsc exe.csv'],
  ['__proto__', 'Claviger keys __proto__.csv'],
  ['   ', 'Claviger keys.csv'],
  ['\ud800', 'Claviger keys ud800.csv'],
])('makes one plain name of %j', (name, file) => {
  expect(fileName(['keys', name], 'csv')).toBe(file)
})

it('is never longer than a file name may be', () => {
  expect(
    Buffer.byteLength(fileName(['keys', '🚀'.repeat(100_000), 'ä'.repeat(300)], 'csv')),
  ).toBeLessThan(255)
})
