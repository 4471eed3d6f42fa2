import { ConstructMetadata } from '../../aspects/input/construct-metadata';

const CWD = '/home/user/shop';

function metadataOf(frames: Record<string, readonly string[]>): ConstructMetadata {
  const metadata = new ConstructMetadata();
  metadata.add(Object.fromEntries(Object.entries(frames).map(([path, data]) => [`/${path}`, [{ type: 'aws:cdk:creationStack', data }]])));
  metadata.addStack('Shop');
  return metadata;
}

describe('the source of a construct', () => {
  test.each([
    ['the first frame of the user', ['...new Queue2 in aws-cdk-lib...', `new Jobs (${CWD}/lib/jobs.ts:12:5)`, `<anonymous> (${CWD}/bin/app.ts:3:1)`], 'lib/jobs.ts:12:5'],
    ['a frame without a function', [`${CWD}/bin/app.ts:3:1`], 'bin/app.ts:3:1'],
    ['a frame of an ES module', [`file://${CWD}/bin/my%20app.mjs:3:1`], 'bin/my app.mjs:3:1'],
    ['a relative path', ['Object.<anonymous> (bin/app.ts:3:1)'], 'bin/app.ts:3:1'],
    ['a file elsewhere, by its whole path', ['<anonymous> (/opt/constructs/jobs.js:1:2)'], '/opt/constructs/jobs.js:1:2'],
    ['not the frames of packages', [`new Queue (${CWD}/node_modules/aws-cdk-lib/aws-sqs/queue.js:1:2)`, `f (${CWD}/a.ts:1:1)`], 'a.ts:1:1'],
    ['not the frames of Node', ['Module._compile (node:internal/modules/cjs/loader:1:2)', 'new Promise (<anonymous>)', 'loader:1:2'], undefined],
    ['nothing of the user', ['...aws-cdk-lib...', '(no user code in 10 frames, use --stack-trace-limit to capture more)'], undefined],
  ])('is %s', (_, frames, expected) => {
    expect(metadataOf({ 'Shop/Jobs/Resource': frames }).sourcesFrom(CWD)('Shop/Jobs/Resource')).toBe(expected);
  });

  test('is that of the construct around it, where the CDK made it on its own, but not that of the stack', () => {
    const metadata = metadataOf({ 'Shop': [`${CWD}/app.ts:1:1`], 'Shop/F/Resource': [`${CWD}/app.ts:2:1`], 'Shop/F/Role/Policy/Resource': ['...aws-cdk-lib...'] });

    expect(metadata.sourcesFrom(CWD)('Shop/F/Role/Policy/Resource')).toBe('app.ts:2:1');
    expect(metadata.sourcesFrom(CWD)('Shop/Other/Resource')).toBeUndefined();
    expect(metadata.sourcesFrom(CWD)('Elsewhere')).toBeUndefined();
  });

  test('is the trace of the logical id in older assemblies', () => {
    const metadata = new ConstructMetadata();
    metadata.add({ '/Shop/Jobs/Resource': [{ type: 'aws:cdk:logicalId', data: 'Jobs', trace: [`new Queue (${CWD}/node_modules/x.js:1:1)`, `f (${CWD}/a.ts:1:1)`] }] });

    expect(metadata.sourcesFrom(CWD)('Shop/Jobs/Resource')).toBe('a.ts:1:1');
  });
});

test('metadata that is none is left alone', () => {
  const metadata = new ConstructMetadata();
  metadata.add(undefined);
  metadata.add({ '/A': [null, 'text', { type: 'aws:cdk:acknowledged-rules', data: 'text' }, { type: 'aws:cdk:creationStack', data: [1] }] });

  expect(metadata.acknowledgements()).toEqual([]);
  expect(metadata.sourcesFrom(CWD)('A')).toBeUndefined();
  expect(metadata.stackOf('A.template.json')).toBeUndefined();
});
