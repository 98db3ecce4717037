import { useEffect, useState } from 'react'
import classes from './reason-tip.module.css'

type Tip = { readonly text: string; readonly left: number; readonly top: number }

const tipOf = (target: EventTarget | null): Tip | null => {
  const element = target instanceof Element ? target.closest('[data-reason]') : null
  const text = element?.getAttribute('data-reason')
  if (!element || !text) return null
  const { left, width, bottom } = element.getBoundingClientRect()
  const middle = left + width / 2
  return { text, left: Math.min(Math.max(middle, 160), window.innerWidth - 160), top: bottom + 6 }
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
    <div role="tooltip" className={classes.tip} style={{ left: tip.left, top: tip.top }}>
      {tip.text}
    </div>
  )
}
