import { type RefObject, useEffect, useRef, useState } from 'react'

/**
 * Gives focus back to where it was, when the component goes; where that is gone too, to the list it stood in.
 * Mantine does so when `opened` turns false, but our dialogs are taken away instead.
 */
export const useFocusBack = (): void => {
  const [before] = useState(() => {
    const element = document.activeElement
    return [element, element?.closest('[role=grid]')].filter(one => one instanceof HTMLElement)
  })
  useEffect(
    () => () => {
      setTimeout(() => before.find(({ isConnected }) => isConnected)?.focus())
    },
    [before],
  )
}

/** Gives focus to what appears inside a dialog that is open already, unless `wanted` is false. */
export const useFocusOnAppear = <T extends HTMLElement>(wanted = true): RefObject<T | null> => {
  const element = useRef<T>(null)
  useEffect(() => {
    if (wanted) element.current?.focus()
  }, [wanted])
  return element
}
