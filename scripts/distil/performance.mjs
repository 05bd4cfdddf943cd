#!/usr/bin/env node
// Distils everything that predictions of serving stand on, in order: operations, then what whole runs teach over them.
//
//   npm run performance:distil -- --data FOLDER [--output FOLDER]

await import('./operations.mjs');
await import('./serving.mjs');
