/**
 * Installs what package-lock.json names, when it has changed since the last time: `npm ci` with no
 * scripts of strangers. Uses Node's own modules only, since there are no others yet.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const lock = createHash('sha256')
  .update(readFileSync(path.join(here, 'package-lock.json')))
  .digest('hex');
const mark = path.join(here, 'node_modules', '.sealcast-lock');

if (!existsSync(mark) || readFileSync(mark, 'utf8') !== lock) {
  const command = 'npm ci --ignore-scripts --no-audit --no-fund --loglevel=error';
  // one constant string: nothing in it for the shell to misread
  const { status } = spawnSync(command, { cwd: here, stdio: 'inherit', shell: true });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
  writeFileSync(mark, lock);
}
