/**
 * Bundles the pages' modules, style sheets and images under names that hold a hash of their content,
 * so that a browser may cache them without a limit. It writes `manifest.json`, which maps each name
 * to the name with the hash. Usage: node build.js [directory]; the default is target/assets.
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

/** No file may be larger than this after gzip, so that the first visit is fast. */
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

/** Removes the font that Shaka's style sheet loads from Google: pages load from their own server. */
const removeExternalFonts = {
  name: 'remove-external-fonts',
  setup(plugin) {
    plugin.onLoad({ filter: /shaka-player[\\/]dist[\\/].*\.css$/ }, async ({ path: file }) => {
      const css = await readFile(file, 'utf8');
      const contents = css.replace(/@font-face\s*\{[^}]*\}/g, '').replace(/@import[^;]*;/g, '');
      if (/url\(\s*["']?https?:/.test(contents)) {
        throw new Error(`${file} still loads something from another server`);
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
  plugins: [removeExternalFonts],
  metafile: true,
  logLevel: 'warning',
});

const manifest = {};
for (const [file, { entryPoint }] of Object.entries(result.metafile.outputs)) {
  const name = path.basename(file);
  const gzipped = gzipSync(await readFile(path.join(out, name)), { level: 9 }).length;
  if (gzipped > MAX_GZIP_BYTES) {
    throw new Error(`${name} has ${gzipped} bytes after gzip, more than ${MAX_GZIP_BYTES}`);
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
    throw new Error(`${entry} is missing in the build`);
  }
}
const sorted = Object.fromEntries(Object.entries(manifest).sort());
await writeFile(path.join(out, 'manifest.json'), `${JSON.stringify(sorted, null, 2)}\n`);
