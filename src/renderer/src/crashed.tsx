import classes from './fault.module.css'

/** A bug in the page took it away. Plain elements only: anything else may be what broke. */
export const Crashed = () => (
  <main className={classes.fault} role="alert">
    <h1>This window has a fault</h1>
    <p>
      Nothing was changed at any service. A new key that waits to be stored is still kept: reload
      the window to see it again.
    </p>
    <button type="button" onClick={() => location.reload()}>
      Reload
    </button>
  </main>
)
