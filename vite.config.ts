// Builds web/ into dist/web: hashed files, precompressed, no external address, ready for a strict content security policy.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const node = process.env['ARTERY_NODE'] ?? 'http://127.0.0.1:8080';

/** Letters are seen before scripts have run: the two faces of the first page are asked for at once. */
function preloadFonts(): Plugin {
  const wanted = /be-vietnam-pro-(latin|vietnamese)-(400|600)-normal.*\.woff2$/;
  return {
    name: 'preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => wanted.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${file}` },
            injectTo: 'head',
          })),
    },
  };
}

/** Writes `.gz` and `.br` beside every text file, so that a weak server never compresses twice. */
function precompress(): Plugin {
  const zip = promisify(gzip);
  const squeeze = promisify(brotliCompress);
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved: (config) => {
      folder = config.build.outDir;
    },
    closeBundle: async () => {
      const files = (await readdir(folder, { recursive: true })).filter((name) => /\.(js|css|svg|json)$/.test(name));
      for (const name of files) {
        const content = await readFile(join(folder, name));
        if (content.length < 1024) continue;
        await writeFile(join(folder, `${name}.gz`), await zip(content, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
        await writeFile(join(folder, `${name}.br`), await squeeze(content, { params }));
      }
    },
  };
}

export default defineConfig({
  root: here('./web'),
  plugins: [react(), preloadFonts(), precompress()],
  resolve: {
    // The browser calls by name, method and path; schemas are checked by the server, so their library stays there.
    alias: { typebox: here('./web/typebox-in-browser.ts') },
  },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  build: {
    outDir: here('./dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
    manifest: true,
  },
  server: { port: 5173, proxy: { '/api': node, '/problems': node, '/health': node } },
});
