import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds our package.json: the same whether we run from the sources or from what was built of them. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (folder !== dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && /"name":\s*"pennywatt"/.test(readFileSync(manifest, 'utf8'))) return folder;
    folder = dirname(folder);
  }
  throw new Error('The package.json of Pennywatt is in no folder above this file: the installation is incomplete.');
}

let root: string | null = null;

/**
 * Full path of a file that is shipped with the product.
 *
 * @param relativePath from the package's folder, e.g. `config/catalog/accelerators.csv`
 */
export function shippedFile(relativePath: string): string {
  root ??= packageRoot();
  return join(root, relativePath);
}
