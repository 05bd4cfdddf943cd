#!/usr/bin/env node
import { runBuilt } from './run-built.mjs';

const { main } = await runBuilt('src/cli/main.js');
await main(process.argv.slice(2));
