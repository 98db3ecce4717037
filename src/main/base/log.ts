/** Fields are names chosen here, values short and known to be harmless: never headers, bodies or messages. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>
export type Log = (event: string, fields?: LogFields) => void

const line = /[^\x20-\x7e]/g

/** One line of JSON per event, printable ASCII only, so that no name can forge a line or colour a terminal. */
export const createLog =
  (write: (line: string) => void, now: () => number): Log =>
  (event, fields = {}) => {
    const text = JSON.stringify({ at: new Date(now()).toISOString(), event, ...fields })
    write(
      `${text.replace(line, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`,
    )
  }
