import { resolve } from 'node:path'

/**
 * Node strips the types of what it runs by WebAssembly, in each thread anew. Threads that come and go by the hundred, as in
 * the tests, now and then crashed V8 with it (nodejs/node#64500). What is kept compiled needs no stripping, and starts
 * sooner.
 */
process.env.NODE_COMPILE_CACHE ??= resolve('out/compile-cache')
