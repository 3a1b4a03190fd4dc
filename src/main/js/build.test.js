import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const LIMIT = 450 * 1024;
const HASHED = /^[\w.-]+-[0-9A-Z]{8}\.(js|css|svg|woff2)$/;

const here = path.dirname(fileURLToPath(import.meta.url));
let out;
let built;

before(() => {
  out = mkdtempSync(path.join(tmpdir(), 'sealcast-build-'));
  execFileSync(process.execPath, [path.join(here, 'build.js'), out]);
  built = readdirSync(out).filter((name) => name !== 'manifest.json');
});

after(() => rmSync(out, { recursive: true }));

test('no bundle weighs more than 450 KB gzipped', (t) => {
  const sizes = built.map((name) => [name, gzipSync(readFileSync(path.join(out, name))).length]);
  sizes.sort(([, a], [, b]) => b - a);
  for (const [name, bytes] of sizes) {
    t.diagnostic(`${name}: ${(bytes / 1024).toFixed(1)} KB gzipped`);
    assert.ok(bytes <= LIMIT, `${name} weighs ${bytes} bytes`);
  }
});

test('every name has a hash, and the manifest holds all that pages load', () => {
  built.forEach((name) => assert.match(name, HASHED));
  const manifest = JSON.parse(readFileSync(path.join(out, 'manifest.json'), 'utf8'));
  Object.values(manifest).forEach((name) => assert.ok(built.includes(name), name));
  for (const page of readdirSync(path.join(here, 'pages')).filter((f) => !f.endsWith('.test.js'))) {
    assert.ok(manifest[page], `${page} is built`);
  }
});

test('no style sheet loads anything from another server', () => {
  for (const name of built.filter((file) => file.endsWith('.css'))) {
    assert.doesNotMatch(readFileSync(path.join(out, name), 'utf8'), /url\(\s*["']?(https?:)?\/\//);
  }
});
