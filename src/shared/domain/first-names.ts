// Given names that hardly anything else is called. Left out on purpose are those that are words, places or products
// too (Grace, Mark, Jan, Paris, Diego, Jose, Julia, Travis, Pat, Dev): an advice that is often wrong is not read.
const names = `
  adam adrian agnieszka ahmed aisha akiko alejandro alexander alexandra alice amina ananya anastasia anders andrea
  andreas andrew angela anil anita anja anna anne annika antoine arjun arvid ayse barbara beatriz benjamin bernd
  bettina björn bob brigitte bruno camille carlos carmen caroline catherine chiara chinedu chioma chloe
  christina christine christopher daniel daniela david deepak dieter dmitri dmitry dorothea edward elena elizabeth
  emily emma emmanuel erik esther eva fatima fatma fernando francesca françoise friedrich gabriela george giovanni
  giulia giuseppe gonzalo günther hans hassan heike heinrich helena henrik hiroshi ibrahim igor ingrid isabella istván
  ivan jacob jacques jakub javier jean jennifer jessica jiří johanna johannes john jonas joseph joão juan
  jürgen karin katarzyna katja keiko kenji kevin khadija klaus krzysztof kumar kwame lars laura leila linda
  lukas magdalena małgorzata manuela marek margaret maria mariam marie marta martin mateusz matteo matthew mehmet
  michael michelle miguel mohamed mohammed monika mustafa nadia natalia nguyen nicole nikolai ngozi nkechi
  olga oluwaseun omar pablo paolo patricia pavel peter petra philipp pierre piotr priya rachel raj rajesh ramón rebecca
  robert roberto sabine salma samantha sanjay sarah sebastian sergei siobhán sophie søren stefan stephanie
  sunita susan svetlana takashi tatiana thomas timothy tomasz ulrike ursula vladimir wanjiru william wolfgang xavier
  yasmin yuki yusuf zainab zoltán
  александр алексей анна дмитрий екатерина иван мария наталья ольга сергей татьяна оксана андрій
  γιώργος ελένη κατερίνα محمد فاطمة אברהם
`

/** Equal for the ways in which people write one name: without case and accents. */
export const foldWord = (word: string): string =>
  word
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .toLowerCase()

/** First names of many cultures, each as `foldWord` makes it. */
export const firstNames: ReadonlySet<string> = new Set(names.trim().split(/\s+/).map(foldWord))
