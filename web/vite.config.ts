import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';

import { defineConfig, type Plugin } from 'vite';

/**
 * Leaves only `<name>.gz` of every file: that is what the server embeds. Compressing here costs
 * the browser's side one pass, instead of the server a compressor at run time.
 */
function gzipOnly(): Plugin {
  let outDir = '';
  return {
    name: 'gzip-only',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir;
    },
    async closeBundle() {
      const entries = await readdir(outDir, { recursive: true, withFileTypes: true });
      for (const entry of entries.filter((entry) => entry.isFile())) {
        const file = join(entry.parentPath, entry.name);
        const packed = gzipSync(await readFile(file), { level: constants.Z_BEST_COMPRESSION });
        await writeFile(`${file}.gz`, packed);
        await rm(file);
      }
    },
  };
}

export default defineConfig({
  base: '/graphiql/',
  plugins: [gzipOnly()],
  build: {
    // The page's policy is `img-src 'self' data:`; files keep the page small and cacheable.
    assetsInlineLimit: 0,
    // The notices that the bundled packages ask to be kept with every copy.
    license: { fileName: 'licenses.md' },
    // The editor is one large file by nature, and it is served from the same machine.
    chunkSizeWarningLimit: 8192,
    rolldownOptions: {
      // A hint to React's compiler in some packages, which are compiled already.
      checks: { moduleLevelDirective: false },
    },
  },
  server: {
    // `npm run dev` asks a server started by `cargo run`.
    proxy: { '/graphql': 'http://127.0.0.1:8000' },
  },
});
