import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Environment } from '../../src/shared/domain/environment.ts'
import type { KeyService } from '../../tools/key-service.ts'

/** Names that the service itself refuses, as one of another make might give them, each with what is seen of it. */
export const hostileNames = {
  reversed: ['invoice\u202egpj.exe', 'invoice\\u202egpj.exe'],
  isolates: ['\u2067open\u2066isolates', '\\u2067open\\u2066isolates'],
  zeroWidth: ['pro\u200bduc\ufefftion\u00ad', 'pro\\u200bduc\\ufefftion\\u00ad'],
  tags: ['billing\u{e0041}\u{e007f}', 'billing\\u{e0041}\\u{e007f}'],
  terminal: ['\u001b[31mred\u001b]8;;https://x\u0007', '\\u001b[31mred\\u001b]8;;https://x\\u0007'],
  lines: ['two\r\nlines\u2028', 'two\\u000d\\u000alines\\u2028'],
  markup: ['<img src=x onerror="document.title=1">', '<img src=x onerror="document.title=1">'],
  template: ['{{7*7}} javascript:alert(1)', '{{7*7}} javascript:alert(1)'],
  formula: ["=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"],
  prototype: ['__proto__', '__proto__'],
  device: ['CON', 'CON'],
  upwards: ['../../x', '../../x'],
  lookAlike: ['p\u0430yp\u0430l', 'p\u0430yp\u0430l'],
  spaces: ['   ', '\\u0020\\u0020\\u0020'],
  nothing: ['', '–'],
  pattern: ['(a+)+$ %_*[', '(a+)+$ %_*['],
  arabic: ['مفتاح الإنتاج', 'مفتاح الإنتاج'],
  long: ['L'.repeat(100_000), `${'L'.repeat(300)}…`],
} as const satisfies Record<string, readonly [name: string, seen: string]>

/** Keys of these names at the service, put there behind its back. */
export const plantHostileNames = async (
  service: KeyService,
  environment: Environment,
): Promise<void> => {
  const planted: (readonly [id: string, name: string])[] = []
  for (const [what, [name]] of Object.entries(hostileNames)) {
    const { key } = await service.createKey(environment, { name: what })
    planted.push([key.id, name])
  }
  const database = new DatabaseSync(join(service.folder, 'service.db'), { timeout: 5000 })
  const rename = database.prepare('UPDATE key SET name = ?, description = ? WHERE id = ?')
  for (const [id, name] of planted) rename.run(name, `${name}\n${name}`, id)
  database.close()
}
