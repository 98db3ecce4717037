import type { Totals } from './totals.ts'

/** What a run of faults adds up to. */
export type Sums = {
  /** Random schedules that were run. */
  readonly schedules: number
  /** Second keys, or second secrets, that one wish has made. */
  readonly duplicates: number
  /** Keys whose secret nobody saw, and of which nothing tells. */
  readonly orphansUntracked: number
  /** Places in which a secret was found that must not hold one. */
  readonly canaryHits: number
}

/** Of these the greatest counts. */
export type Worsts = {
  /** From asking to the error, in ms. */
  readonly worstErrorMs: number
  /** For so long the event loop did nothing else, in ms. */
  readonly worstBlockedMs: number
  /** Memory of the process at its most, in MiB. */
  readonly peakRssMB: number
}

/** One line of what the tests note; `what` names where it was. */
export type Line = Partial<Sums & Worsts> & { readonly what?: string }

export type Figures = Sums &
  Worsts & { readonly cases: number; readonly passed: number; readonly failed: number }

const worstKinds = ['worstErrorMs', 'worstBlockedMs', 'peakRssMB'] as const
export type WorstKind = (typeof worstKinds)[number]

const sum = (lines: readonly Line[], kind: keyof Sums): number =>
  lines.reduce((total, line) => total + (line[kind] ?? 0), 0)

/** The line with the greatest figure of a kind; null when nobody noted one. */
export const worstLine = (lines: readonly Line[], kind: WorstKind): Line | null =>
  lines.reduce<Line | null>(
    (worst, line) => ((line[kind] ?? -1) > (worst?.[kind] ?? -1) ? line : worst),
    null,
  )

export const figuresOf = (lines: readonly Line[], { passed, failed }: Totals): Figures => {
  const worst = (kind: WorstKind) => Math.round(worstLine(lines, kind)?.[kind] ?? 0)
  return {
    ...{ cases: passed + failed, passed, failed },
    schedules: sum(lines, 'schedules'),
    duplicates: sum(lines, 'duplicates'),
    orphansUntracked: sum(lines, 'orphansUntracked'),
    canaryHits: sum(lines, 'canaryHits'),
    worstErrorMs: worst('worstErrorMs'),
    worstBlockedMs: worst('worstBlockedMs'),
    peakRssMB: worst('peakRssMB'),
  }
}

/** A dripping service is given up after 30 s; whoever waits on a busy computer waits a moment longer. */
export const longestErrorMs = 31_000
export const mostMemoryMB = 300
export const fewestSchedules = 500

/** Sentences about what must not be. */
export const complaintsOf = (figures: Figures): readonly string[] => [
  ...(figures.failed > 0 ? [`${figures.failed} cases failed.`] : []),
  ...(figures.passed === 0 ? ['No case was run.'] : []),
  ...(figures.schedules < fewestSchedules
    ? [`Only ${figures.schedules} of ${fewestSchedules} schedules were run.`]
    : []),
  ...(figures.duplicates > 0 ? [`${figures.duplicates} wishes made a second secret.`] : []),
  ...(figures.orphansUntracked > 0 ? [`${figures.orphansUntracked} keys are lost.`] : []),
  ...(figures.canaryHits > 0 ? [`A secret was found in ${figures.canaryHits} places.`] : []),
  ...(figures.peakRssMB === 0 ? ['Its memory was not measured.'] : []),
  ...(figures.peakRssMB > mostMemoryMB ? [`It took ${figures.peakRssMB} MiB of memory.`] : []),
  ...(figures.worstErrorMs > longestErrorMs
    ? [`An error took ${figures.worstErrorMs} ms to be told.`]
    : []),
]
