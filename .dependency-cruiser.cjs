const notTest = '\\.(test|spec)\\.tsx?$';
const aModule = '^server/(?!kernel/|trpc/|http/|jobs/)[^/]+';
const sqlPackages = '(^|/)node_modules/(drizzle-orm|postgres|pg|pg-boss|@electric-sql)/';
/** Packages other than those of a list (node_modules/a/, node_modules/@scope/b/). */
const packagesBut = (...names) => `(^|/)node_modules/(?!(${names.join('|')})/)`;

/** `name` is what a failing check prints; `from` and `to` are matched on paths from the root. */
const never = (name, from, to) => ({
  name,
  severity: 'error',
  from: typeof from === 'string' ? { path: from, pathNot: notTest } : from,
  to: typeof to === 'string' ? { path: to } : to,
});

const evaluatorPackages = [
  ...['zod', 're2js', 'ajv', 'ajv-formats', 'csv-parse', '@pydantic/genai-prices', 'yaml'],
  ...['saxes', 'parse5', 'pgsql-ast-parser', 'franc-min', 'syllable', 'stdnum', 'fastest-levenshtein'],
  'js-tiktoken',
  'cuss',
];

const layers = [
  never('no-cycles', {}, { circular: true }),
  never('everything-resolves', {}, { couldNotResolve: true, pathNot: '\\.build/' }),
  never(
    'product-code-uses-no-development-packages',
    '^(app|server|db/(?!testing/)|policies|evaluators|cli)',
    {
      dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
    },
  ),
  never(
    'app-talks-to-the-api-only',
    { path: '^app/', pathNot: '^app/api/' },
    {
      path: '^(server|db|evaluators|cli|deploy)/',
      pathNot: '^server/(trpc/caller\\.ts|[^/]+/schema(/|\\.ts))',
    },
  ),
  never('api-routes-only-mount-sign-in-and-trpc', '^app/api/', {
    path: '^(server|db|evaluators|cli|deploy)/',
    pathNot: '^server/(trpc|identity)/',
  }),
  never('ui-parts-are-domain-free', '^app/_ui/', {
    path: '^(app|server|db|policies|evaluators|cli)/',
    pathNot: '^app/_ui/',
  }),
  never('server-knows-no-screens', '^(server|db|policies|evaluators)/', { path: '^(app|cli|deploy)/' }),
  never(
    'policies-are-pure',
    '^policies/',
    `^(app|server|db|evaluators)/|${packagesBut('@casl/ability', 'zod')}`,
  ),
  never(
    'evaluators-are-pure',
    '^evaluators/',
    `^(app|server|db|policies)/|${packagesBut(...evaluatorPackages)}`,
  ),
  never(
    'pure-code-uses-no-node',
    '^(policies|evaluators)/|/rules(/|\\.ts)|^server/kernel/canonical|/schema(/|\\.ts)',
    {
      dependencyTypes: ['core'],
    },
  ),
  never(
    'db-knows-nobody',
    { path: '^db/', pathNot: '^db/testing/' },
    '^(app|server|policies|evaluators|cli)/',
  ),
  never('sql-stays-in-the-server', '^(app|cli|policies|evaluators)/', sqlPackages),
];

const server = [
  never(
    'only-the-kernel-opens-the-database',
    { pathNot: `^(server/kernel/|server/audit/integrator|server/http/boot|db/|bench/)|${notTest}` },
    { path: '^(db/client|server/kernel/connection)\\.ts$', dependencyTypesNot: ['type-only'] },
  ),
  never('kernel-knows-no-modules', '^server/kernel/', '^(evaluators/|server/(?!kernel/))'),
  never('write-only-at-home', '^server/([^/]+)/commands(/|\\.ts)', {
    path: '^db/schema/',
    pathNot: '^db/schema/($1|kernel|audit)(/|\\.ts)',
  }),
  never(
    'commands-never-call-commands-of-others',
    `${aModule.replace('[^/]+', '([^/]+)')}/commands(/|\\.ts)`,
    {
      path: '^server/[^/]+/commands(/|\\.ts)',
      // The gate keeps what it decided on exactly as a sign-off does, in the same table. A suite that is brought in makes
      // its dataset and its prompt in its own transaction, each in the tables of its module.
      pathNot:
        '^server/$1/|^server/(signoff/commands/keep-dossier|registry/commands/bring-dataset|prompts/commands/bring-prompt)\\.ts$',
    },
  ),
  never('commands-know-no-doors', `${aModule}/commands(/|\\.ts)`, '^server/(trpc|http|jobs)/|/router\\.ts$'),
  never(
    'queries-only-read',
    `${aModule}/queries(/|\\.ts)`,
    '/(commands|jobs)(/|\\.ts)|/router\\.ts$|^server/(trpc|http)/',
  ),
  never(
    'rules-are-pure',
    `${aModule}/rules(/|\\.ts)`,
    '^(db|app)/|(^|/)node_modules/|/(queries|commands|jobs|adapters)(/|\\.ts)|/router\\.ts$',
  ),
  never('rules-take-only-types-from-others', `${aModule}/rules(/|\\.ts)`, {
    path: '/schema(/|\\.ts)|^(policies|evaluators)/|^server/kernel/(?!refusal|canonical)',
    dependencyTypesNot: ['type-only'],
  }),
  never('schemas-are-contracts-only', `${aModule}/schema(/|\\.ts)`, {
    path: '^(db|app)/|/(queries|commands|jobs|adapters)(/|\\.ts)|/router\\.ts$|^server/(trpc|http)/',
  }),
  never('jobs-hold-no-sql', `${aModule}/jobs(/|\\.ts)`, `^db/|${sqlPackages}|^server/(trpc|http)/`),
  // The demonstration does what people do on the pages: its job stands in for them.
  never(
    'jobs-call-their-own-commands',
    { path: '^server/([^/]+)/jobs(/|\\.ts)', pathNot: '^server/demonstration/|\\.test\\.ts$' },
    { path: '^server/[^/]+/commands(/|\\.ts)', pathNot: '^server/($1|integrations)/' },
  ),
  never('routers-hold-no-logic', '^server/([^/]+)/router\\.ts$', {
    pathNot: '^server/(trpc/init\\.ts|[^/]+/router\\.ts|$1/(commands|queries)(/|\\.ts))',
  }),
  never(
    'only-integrations-speak-to-the-outside',
    { path: '^(app|server)/', pathNot: `^server/integrations/|${notTest}` },
    '(^|/)node_modules/openai/',
  ),
  never('sign-in-library-stays-in-identity', '^server/(?!identity/)', '(^|/)node_modules/next-auth/'),
];

/** Everything of the product that the command line may not import: pure code and contracts, and `more`, are left. */
const outsideTheCommandLine = (...more) => ({
  path: '^(app|server|db|deploy)/',
  pathNot: `^server/(${['[^/]+/(schema|rules)(/|\\.ts)', 'kernel/(canonical|refusal)', ...more].join('|')})`,
});

const programs = [
  never(
    'the-command-line-speaks-rest',
    { path: '^cli/', pathNot: `^cli/evaluation/models\\.ts$|${notTest}` },
    outsideTheCommandLine(),
  ),
  never(
    'one-file-of-the-command-line-calls-models',
    '^cli/evaluation/models\\.ts$',
    outsideTheCommandLine('integrations/adapters/(openai|case-target|scorer)\\.ts$'),
  ),
  never(
    'the-verifier-needs-node-only',
    { path: '^cli/verify/', pathNot: `^cli/verify/golden/|${notTest}` },
    {
      path: `(^|/)node_modules/|^(evaluators|policies)/|/schema(/|\\.ts)`,
      dependencyTypesNot: ['type-only'],
    },
  ),
  never('nobody-imports-benches-and-journeys', { pathNot: `^(bench|e2e)/|${notTest}` }, '^(bench|e2e)/'),
];

module.exports = {
  forbidden: [...layers, ...server, ...programs],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^\\.(next|build)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
