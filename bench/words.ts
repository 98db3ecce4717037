import type { Chance } from './chance.ts'

const teams =
  'billing checkout catalog search identity orders payments shipping returns pricing loyalty mobile web partner warehouse support marketing analytics fraud ledger invoicing crm inventory notifications media content platform edge risk treasury tax subscriptions reporting compliance onboarding recruiting fleet maps tickets events'.split(
    ' ',
  )
const things =
  'api gateway worker importer exporter webhook sync scheduler crawler dashboard backend frontend bot proxy indexer mailer consumer producer cron job reader writer etl pipeline connector terminal kiosk scanner robot agent service'.split(
    ' ',
  )
const places =
  'eu-west-1 eu-central-1 us-east-1 us-west-2 ap-south-1 berlin paris london madrid zurich wien oslo lisbon tokyo sydney toronto dc1 dc2'.split(
    ' ',
  )
const stages = 'dev test qa staging preprod canary load demo sandbox integration'.split(' ')
const partners =
  'Contoso|Nordwind Händler|Café Lumière|Fabrikam|Åkerlund & Söner|Grüne Wiese GmbH|Tailspin|Adventure Works|Übersee Logistik|Żółw Press|Litware|Proseware|北海物産|Пример Трейд|Wide World|Lucerne Publishing'.split(
    '|',
  )
const firstNames =
  'Anna Ben Chloé David Elena Felix Giulia Hannah Ivan Jana Karim Lena Mateo Nora Oskar Priya Quentin Rosa Samir Tereza Uwe Valentina William Xenia Yusuf Zoë Aiko Björn Carmen Dmitri'.split(
    ' ',
  )
const lastNames =
  'Albrecht Bauer Castillo Dubois Eriksson Fischer García Hoffmann Ivanova Jansen Kowalski Lindqvist Moreau Nakamura Okafor Petrov Quist Rossi Schneider Tanaka Ueda Vogel Weber Yılmaz Zimmermann Andersen Becker Costa'.split(
    ' ',
  )
const verbs =
  'Reads|Writes|Exports|Imports|Mirrors|Checks|Sends|Collects|Archives|Updates|Reconciles|Forwards'.split(
    '|',
  )
const objects =
  'orders|customer records|price lists|stock levels|invoices|refunds|log files|newsletters|delivery slots|tax reports|product images|support tickets|exchange rates|signatures|audit trails|usage figures'.split(
    '|',
  )
const reasons =
  'every night|once an hour|for the monthly report|until the migration is over|on behalf of the finance team|for the partner portal|after each release|while the old system runs|when a customer asks|for the status page'.split(
    '|',
  )

/** Names that people and scripts give to keys: kebab case, words, now and then a partner's. */
export const nameOf = (next: Chance): string => {
  const base = `${next.of(teams)}-${next.of(things)}`
  const drawn = next.below(10)
  if (drawn < 4) return `${base}-${next.of(places)}-${next.below(100)}`
  if (drawn < 7) return `${base}-${next.of(stages)}`
  if (drawn < 9) return `${base}-${next.below(10_000)}`
  return `${next.of(partners)} ${next.of(things)} ${next.below(1000)}`
}

export const descriptionOf = (next: Chance): string => {
  const text = `${next.of(verbs)} ${next.of(objects)} ${next.of(reasons)}`
  return next.below(4) === 0 ? `${text}, see ticket OPS-${next.below(90_000) + 1000}` : text
}

/** `count` people and service accounts; a name may be there twice. */
export const ownersOf = (next: Chance, count: number): readonly string[] =>
  Array.from({ length: count }, () =>
    next.below(5) === 0
      ? `svc-${next.of(teams)}-${next.of(things)}`
      : `${next.of(firstNames)} ${next.of(lastNames)}`,
  )
