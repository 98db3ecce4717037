import { type RefObject, useEffect, useRef, useState } from 'react'

/** Where focus goes back to from what was opened last: one dialog may give way to the next, and that to the page. */
let wayBack: readonly HTMLElement[] = []

/**
 * Gives focus back to where it was, when the component goes; where that is gone too, to the list it stood in, or to
 * where the dialog before it came from. Mantine does so when `opened` turns false, but our dialogs are taken away
 * instead.
 */
export const useFocusBack = (): void => {
  const [before] = useState(() => {
    const element = document.activeElement
    // The body has it when the dialog before is gone already.
    if (!element || element === document.body) return wayBack
    const behind = element.closest('[role=dialog]') ? wayBack : []
    return [...new Set([element, element.closest('[role=grid]'), ...behind])].filter(
      one => one instanceof HTMLElement,
    )
  })
  useEffect(() => {
    wayBack = before
    return () => {
      setTimeout(() => before.find(({ isConnected }) => isConnected)?.focus())
    }
  }, [before])
}

/** Gives focus to what appears inside a dialog that is open already, unless `wanted` is false. */
export const useFocusOnAppear = <T extends HTMLElement>(wanted = true): RefObject<T | null> => {
  const element = useRef<T>(null)
  useEffect(() => {
    if (wanted) element.current?.focus()
  }, [wanted])
  return element
}

/** Puts the keyboard at the first field of `form` that must change, whose sentence is then read out; false without one. */
export const focusRefused = (form: HTMLFormElement | null): boolean => {
  const refused = form?.querySelector<HTMLElement>('[aria-invalid="true"]')
  refused?.focus()
  return refused != null
}

/** The same of the form that gets the reference, for each `failure` that is another than the one before; null is none. */
export const useFocusOnRefused = (failure: unknown): RefObject<HTMLFormElement | null> => {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (failure !== null) focusRefused(form.current)
  }, [failure])
  return form
}
