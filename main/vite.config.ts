import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite'
import project from '../package.json' with { type: 'json' }

const out = join(import.meta.dirname, '..', 'out')
const apart = ['electron', 'node-hid']

/** Built on its own, into one file: a sandboxed preload can load no other, and what main needs is not for the rest. */
function program(name: string, input: string): EnvironmentOptions {
  return {
    consumer: 'server',
    // All but these is bundled: the folder needs no node_modules but node-hid's.
    resolve: { noExternal: true, external: apart },
    build: {
      outDir: out,
      // The page is built into the same folder.
      emptyOutDir: false,
      // The oldest Electron that it runs on.
      target: 'node18.15',
      rolldownOptions: {
        input: { [name]: input },
        external: apart,
        output: { format: 'cjs', entryFileNames: 'main/[name].cjs', codeSplitting: false },
      },
    },
  }
}

/** What Electron reads first in a folder that it is to run: `electron out`. */
function appManifest(): Plugin {
  const { name, version, description } = project
  return {
    name: 'app-manifest',
    applyToEnvironment: (environment) => environment.name === 'index',
    generateBundle() {
      const manifest = { name, productName: 'Daruma', version, description, main: 'main/index.cjs' }
      this.emitFile({ type: 'asset', fileName: 'package.json', source: `${JSON.stringify(manifest, null, 2)}\n` })
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [appManifest()],
  environments: {
    index: program('index', 'index.ts'),
    preload: program('preload', 'preload.ts'),
    button: program('button', 'button/utility.ts'),
  },
  builder: {
    async buildApp(builder) {
      rmSync(join(out, 'main'), { recursive: true, force: true })
      for (const name of ['index', 'preload', 'button']) {
        const environment = builder.environments[name]
        if (environment !== undefined) await builder.build(environment)
      }
    },
  },
})
