process.parentPort.on('message', ({ data }) => {
  if (data === 'crash') process.abort()
  if (data === 'exit') process.exit(5)
  process.parentPort.postMessage({
    echo: data,
    argv: process.argv.slice(2),
    word: process.env.WORD,
  })
})
