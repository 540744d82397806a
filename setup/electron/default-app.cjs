// Runs the app in the folder named on the command line: what Electron's own default app does, which is no part of the
// repacked runtime (setup/electron/repacked.mjs).
const { resolve } = require('node:path')
const { app } = require('electron')

const named = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (named === undefined) {
  console.error('Name the folder of an app: electron FOLDER')
  app.exit(2)
} else {
  const folder = resolve(named)
  const { name, productName = name, version } = require(resolve(folder, 'package.json'))
  app.setName(productName)
  // Two that Electron has for its default app alone and tells nobody else of.
  Object(app).setVersion(version)
  Object(app).setAppPath(folder)
  require(folder)
}
