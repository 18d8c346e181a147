/** Which part may use which (docs/architecture.md). Checked in CI by scripts/check-dependencies.mjs. */
const FEATURES = ['registry', 'reference'];
const notOwn = (feature) => FEATURES.filter((other) => other !== feature).join('|');

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'platform-knows-no-feature', severity: 'error', from: { path: '^src/platform/' }, to: { path: '^src/(?!platform/)' } },
    { name: 'rules-are-pure', severity: 'error', comment: 'no I/O, no framework',
      from: { path: '\\.rules\\.ts$' },
      to: { path: ['\\.(repository|service|controller)\\.ts$', '^(fs|net|http|https|child_process|worker_threads)', 'node_modules/(express|pg|inversify|class-validator)/'] } },
    { name: 'repository-below-service', severity: 'error', from: { path: '\\.repository\\.ts$' }, to: { path: '\\.(service|controller)\\.ts$' } },
    { name: 'service-below-controller', severity: 'error', from: { path: '\\.service\\.ts$' }, to: { path: '\\.controller\\.ts$' } },
    { name: 'express-only-in-http', severity: 'error', from: { path: '^src/', pathNot: ['^src/platform/http/', '^src/(console-files|application)\\.ts$'] }, to: { path: 'node_modules/(@types/)?express/' } },
    { name: 'console-uses-no-server-code', severity: 'error', from: { path: '^src/console/' }, to: { path: '^src/(?!console/)' } },
    { name: 'server-uses-no-console-code', severity: 'error', from: { path: '^src/(?!console/)' }, to: { path: '^src/console/' } },
    { name: 'no-spec-in-src', severity: 'error', from: { path: '^src/' }, to: { path: '^spec/' } },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...FEATURES.map((feature) => ({
      name: `${feature}-uses-others-through-index`, severity: 'error',
      from: { path: `^src/${feature}/` }, to: { path: `^src/(${notOwn(feature)})/`, pathNot: '/index\\.ts$' },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.jsx', '.json'] },
  },
};
