import { build } from './build.mjs';

/**
 * Builds what has changed and loads a built file into this process: signals and exit codes are its own.
 *
 * @param {string} file below dist/
 * @returns {Promise<any>} what the file exports
 */
export async function runBuilt(file) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  try {
    if (major < 20 || (major === 20 && minor < 19)) {
      throw new Error(`Node ${process.version} is too old. Install Node 20.19 or later (nodejs.org).`);
    }
    await build();
  } catch (error) {
    process.stderr.write(`pennywatt: ${error.message}\n`);
    process.exit(1);
  }
  return import(new URL(`../dist/${file}`, import.meta.url).href);
}
