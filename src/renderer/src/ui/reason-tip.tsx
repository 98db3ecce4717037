import { useEffect, useState } from 'react'
import classes from './reason-tip.module.css'
import { shortText } from './visible-text.ts'

type Tip = {
  readonly text: string
  readonly left: number
  readonly top: number
  /** Over the control where the window ends below it; beside an item of a menu, whose next ones it would hide. */
  readonly place: 'below' | 'above' | 'beside'
}

/** Room for a reason of several lines, and for half its width on either side, in px. */
const tall = 150
const half = 160
const gap = 6
/** Of a reason; it may be in the service's words. */
const longest = 300

const tipOf = (target: EventTarget | null): Tip | null => {
  const element = target instanceof Element ? target.closest('[data-reason]') : null
  const text = element?.getAttribute('data-reason')
  if (!element || !text) return null
  const { left, width, top, bottom } = element.getBoundingClientRect()
  const said = shortText(text, longest)
  const middle = left + width / 2
  const above = bottom + tall > window.innerHeight
  if (element.role === 'menuitem' && left > 2 * half)
    return {
      text: said,
      place: 'beside',
      left: left - gap,
      top: Math.min(top, window.innerHeight - tall),
    }
  return {
    ...{ text: said, place: above ? 'above' : 'below', top: above ? top - gap : bottom + gap },
    left: Math.min(Math.max(middle, half), window.innerWidth - half),
  }
}

/** One tooltip for the whole page: a tooltip component in each cell of a list would cost too much. */
export const ReasonTip = () => {
  const [tip, setTip] = useState<Tip | null>(null)
  useEffect(() => {
    const show = (event: Event) => setTip(tipOf(event.target))
    const hide = () => setTip(null)
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && hide()
    const stop = new AbortController()
    const options = { signal: stop.signal, capture: true }
    document.addEventListener('mouseover', show, options)
    document.addEventListener('focusin', show, options)
    document.addEventListener('focusout', hide, options)
    document.addEventListener('scroll', hide, options)
    document.addEventListener('keydown', onKey, options)
    return () => stop.abort()
  }, [])
  if (!tip) return null
  return (
    <div
      role="tooltip"
      className={classes.tip}
      style={{ left: tip.left, top: tip.top }}
      data-place={tip.place}
    >
      {tip.text}
    </div>
  )
}
