/**
 * Bundles the pages' modules, style sheets and images under names that carry a hash of their
 * content, so that a browser may keep them for ever, and writes `manifest.json`: logical name →
 * hashed name. Usage: node build.js [directory], default target/assets.
 */
import { build } from 'esbuild';
import { gzipSync } from 'node:zlib';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(
  process.argv[2] ?? process.env.SEALCAST_ASSETS_DIR ?? path.join(here, '../../../target/assets'),
);

/** No file may weigh more than this, gzipped: the first visit must not be a wait. */
const MAX_GZIP_BYTES = 450 * 1024;

const entryPoints = [
  'pages/account.js',
  'pages/library.js',
  'pages/sign.js',
  'pages/upload.js',
  'pages/watch.js',
  'styles/sealcast.css',
  'styles/player.css',
  'images/mark.svg',
  'images/icons.svg',
  'images/locked.svg',
  'images/empty.svg',
];

/** Shaka's style sheet asks Google for a font; nothing here is fetched from elsewhere. */
const noForeignFonts = {
  name: 'no-foreign-fonts',
  setup(plugin) {
    plugin.onLoad({ filter: /shaka-player[\\/]dist[\\/].*\.css$/ }, async ({ path: file }) => {
      const css = await readFile(file, 'utf8');
      const contents = css.replace(/@font-face\s*\{[^}]*\}/g, '').replace(/@import[^;]*;/g, '');
      if (/url\(\s*["']?https?:/.test(contents)) {
        throw new Error(`${file} still asks for something from elsewhere`);
      }
      return { contents, loader: 'css' };
    });
  },
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const result = await build({
  absWorkingDir: here,
  entryPoints,
  outdir: out,
  bundle: true,
  format: 'esm',
  splitting: true,
  minify: true,
  target: 'es2022',
  entryNames: '[name]-[hash]',
  chunkNames: 'shared-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.svg': 'copy', '.woff2': 'copy' },
  plugins: [noForeignFonts],
  metafile: true,
  logLevel: 'warning',
});

const manifest = {};
for (const [file, { entryPoint }] of Object.entries(result.metafile.outputs)) {
  const name = path.basename(file);
  const gzipped = gzipSync(await readFile(path.join(out, name)), { level: 9 }).length;
  if (gzipped > MAX_GZIP_BYTES) {
    throw new Error(`${name} weighs ${gzipped} bytes gzipped, more than ${MAX_GZIP_BYTES}`);
  }
  if (process.env.SEALCAST_BUILD_SIZES) {
    console.log(`${name} ${gzipped}`);
  }
  const source = entryPoint ?? Object.keys(result.metafile.outputs[file].inputs)[0];
  if (entryPoints.includes(source)) {
    manifest[path.basename(source)] = name;
  }
}
for (const entry of entryPoints) {
  if (!manifest[path.basename(entry)]) {
    throw new Error(`${entry} is missing from what was built`);
  }
}
const sorted = Object.fromEntries(Object.entries(manifest).sort());
await writeFile(path.join(out, 'manifest.json'), `${JSON.stringify(sorted, null, 2)}\n`);
