/** The directions in which data and knowledge may flow; docs/architecture.md says why. */
const no = (name, from, to, comment) => ({ name, severity: 'error', comment, from: { path: from }, to: { path: to } })

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    no('shared-alone', '^shared/', '^(main|renderer|broker|test|setup)/', 'shared imports nothing of the others'),
    no('kiosk-without-broker', '^(main|renderer)/', '^broker/', 'the kiosk holds no power, so no code of it either'),
    no('broker-without-kiosk', '^broker/', '^(main|renderer)/', 'the broker serves the page as files'),
    no('page-without-main', '^renderer/', '^main/', 'the page speaks to its Bridge alone'),
    no('pages-apart', '^renderer/admin/', '^renderer/(kiosk|bridge)/', "the help desk's page and the kiosk's share the API alone"),
    no('kiosk-without-help-desk', '^(renderer/(kiosk|bridge)|main)/', '^renderer/admin/', "nothing of the help desk's page is in the kiosk"),
    no('main-without-page', '^main/', '^renderer/', 'main loads the built page'),
    no('nothing-needs-tests', '^(main|renderer|broker|shared|setup)/', '^test/', 'tests are leaves'),
    no('commands-use-the-api', '^cli/', '^(broker/(?!audit/(chain|formats)\\.ts|store/back-up\\.ts)|main/|renderer/|setup/)', 'what a command does, it asks the broker for; but for what works on files'),
    no('nobody-needs-commands', '^(broker|main|renderer|shared|setup)/', '^cli/', 'the command line is a leaf'),
    no('recovery-knows-interfaces', '^broker/(recovery|restore-points|desktops|guest)/', '^broker/hypervisors/(?!hypervisor\\.ts)', 'the interface of a hypervisor, not one of them'),
    no('recovery-knows-no-http', '^broker/(recovery|restore-points|desktops|guest|store|audit|hypervisors)/', '^broker/(http|console|identity)/', 'the engine does not know who asks'),
    no('adapters-know-no-engine', '^broker/hypervisors/', '^broker/(recovery|restore-points|desktops|store|audit|http|console|identity|guest)/', 'an adapter does what it is told'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'], exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
