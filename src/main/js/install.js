/**
 * Installs the packages of package-lock.json if it has changed since the last installation, by
 * `npm ci` without the packages' install scripts. It uses Node's own modules only, since no others
 * are installed yet.
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
const installedLock = path.join(here, 'node_modules', '.sealcast-lock');

if (!existsSync(installedLock) || readFileSync(installedLock, 'utf8') !== lock) {
  const command = 'npm ci --ignore-scripts --no-audit --no-fund --loglevel=error';
  // The command is a constant, so that the shell can't misinterpret it.
  const { status } = spawnSync(command, { cwd: here, stdio: 'inherit', shell: true });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
  writeFileSync(installedLock, lock);
}
