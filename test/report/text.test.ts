import { Finding } from '../../aspects/finding';
import { COLOURED } from '../../aspects/report/ink';
import { jsonReport } from '../../aspects/report/json';
import { textReport, TextReportOptions } from '../../aspects/report/text';
import { Severity } from '../../aspects/severity';

const TITLES: Readonly<Record<string, string>> = {
  'lambda-url-iam-auth': 'A function URL lets in only callers that sign',
  'queue-encrypted': 'A queue encrypts its messages at rest',
  'acknowledgement-used': 'Every acknowledgement matches a finding',
};

function finding(given: Partial<Finding>): Finding {
  return {
    rule: 'queue-encrypted',
    severity: Severity.MEDIUM,
    verdict: 'noncompliant',
    stability: 'stable',
    provenance: 'user',
    template: 'shop.yaml',
    logicalId: 'Jobs',
    message: 'the queue is told not to encrypt its messages',
    remedy: 'Remove sqsManagedSseEnabled: false.',
    ...given,
  };
}

function report(findings: readonly Finding[], options: Partial<TextReportOptions> = {}, acknowledged: readonly Finding[] = []): string {
  return textReport({ findings, acknowledged }, { titleOf: rule => TITLES[rule] ?? rule, audited: { templates: 1, resources: 12 }, ...options });
}

const url = finding({
  rule: 'lambda-url-iam-auth',
  severity: Severity.CRITICAL,
  logicalId: 'Url',
  source: 'lib/shop.ts:31:5',
  constructPath: 'Shop/F/Url/Resource',
  message: 'anybody may call the URL',
  remedy: 'Set authType: FunctionUrlAuthType.AWS_IAM.',
  fix: 'STRICT',
});

test('a small application reads well', () => {
  const findings = [
    finding({ fix: 'SAFE', constructPath: 'Shop/Jobs/Resource', source: 'lib/shop.ts:12:5' }),
    finding({ fix: 'SAFE', constructPath: 'Shop/Mail/Resource' }),
    finding({ fix: 'SAFE', logicalId: 'Raw' }),
    finding({ fix: 'SAFE', logicalId: 'Rawer' }),
    url,
    finding({ logicalId: 'Late', verdict: 'undecided', message: 'SqsManagedSseEnabled is only known at deployment' }),
    finding({ logicalId: 'Handler', provenance: 'helper' }),
    finding({ rule: 'acknowledgement-used', severity: Severity.LOW, verdict: 'undecided', logicalId: '', constructPath: 'Shop/Old', message: 'the acknowledgement of queue-encrypted matches no finding', remedy: 'Remove it.' }),
  ];

  expect(report(findings, {}, [finding({ logicalId: 'Public', acknowledged: 'holds public data' })])).toBe(`\
CRITICAL  lambda-url-iam-auth  A function URL lets in only callers that sign (1)
  lib/shop.ts:31:5  anybody may call the URL
  Remedy: Set authType: FunctionUrlAuthType.AWS_IAM.
  Fix:    STRICT repairs it

MEDIUM    queue-encrypted  A queue encrypts its messages at rest (4)
  the queue is told not to encrypt its messages
      lib/shop.ts:12:5, Shop/Mail
      shop.yaml › Raw, Rawer
  Remedy: Remove sqsManagedSseEnabled: false.
  Fix:    SAFE repairs all

Undecided before deployment: 1
The template leaves these to parameters, imports or conditions. They may well be fine, and fail no build.

MEDIUM    queue-encrypted  A queue encrypts its messages at rest (1)
  shop.yaml › Late  SqsManagedSseEnabled is only known at deployment

About this audit: 1

LOW       acknowledgement-used  Every acknowledgement matches a finding (1)
  Shop/Old  the acknowledgement of queue-encrypted matches no finding
  Remedy: Remove it.

Made by the CDK itself: 1 finding
You cannot change these resources, so they fail no build.
  queue-encrypted 1

Acknowledged: 1 finding
  queue-encrypted 1

Audited 12 resources in 1 template.
5 findings: 1 CRITICAL, 4 MEDIUM. Besides: 1 undecided, 1 made by the CDK, 1 acknowledged, 1 about the audit.
Fixes: SAFE would repair 4; STRICT, for rules that you name, another 1.
`);
});

test('an application without findings takes two lines', () => {
  expect(report([])).toBe('Audited 12 resources in 1 template.\nNo findings.\n');
  expect(report([], { hidden: 3 })).toContain('No findings. Besides: 3 below the severity asked for.');
});

test('many findings of one rule stay short, unless all are asked for', () => {
  const many = Array.from({ length: 300 }, (_, index) => finding({ logicalId: `Jobs${index}` }));
  const different = Array.from({ length: 40 }, (_, index) => finding({ rule: 'other', logicalId: `F${index}`, message: `mistake ${index}` }));

  const short = report([...many, ...different]);
  expect(short.split('\n').length).toBeLessThan(20);
  expect(short).toContain('shop.yaml › Jobs0, Jobs1, Jobs2, Jobs3 and 296 more\n');
  expect(short).toContain('  shop.yaml › F4  mistake 4\n  and 35 more\n');

  const all = report([...many, ...different], { all: true });
  expect(all).toContain('Jobs299');
  expect(all).toContain('mistake 39');
  expect(all).not.toContain(' more');
});

test('asked for everything, it also lists what nobody needs to act on', () => {
  const text = report([finding({ provenance: 'helper', logicalId: 'Handler' })], { all: true }, [finding({ acknowledged: 'holds public data' })]);

  expect(text).toContain('  queue-encrypted  shop.yaml › Handler  the queue is told not to encrypt its messages\n');
  expect(text).toContain('  queue-encrypted  shop.yaml › Jobs  the queue is told not to encrypt its messages (holds public data)\n');
});

test('a line in a loop says how many resources it made', () => {
  const text = report(['A', 'B', 'C'].map(logicalId => finding({ logicalId, source: 'lib/shop.ts:12:5' })));

  expect(text).toContain('  lib/shop.ts:12:5 (3 resources)  the queue is told not to encrypt its messages\n');
});

test('a finding on the template as a whole names the template alone', () => {
  expect(report([finding({ logicalId: '' })])).toContain('  shop.yaml  the queue');
});

test('lines fit the terminal', () => {
  const findings = [url, ...Array.from({ length: 9 }, (_, index) => finding({ source: `lib/some/folder/queues.ts:${index}:1` })),
    finding({ verdict: 'undecided' }), finding({ provenance: 'helper' })];
  const lines = report(findings, { width: 60 }).split('\n');

  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(60);
  expect(lines).toContain('      lib/some/folder/queues.ts:0:1,');
});

test('a fix for what stands in a plain template is promised to CDK applications only', () => {
  const text = report([finding({ fix: 'SAFE' }), finding({ logicalId: 'Raw' })]);

  expect(text).toContain('  Fix:    SAFE repairs 1 of 2, in a CDK application\n');
  expect(text).toContain('Fixes, in a CDK application: SAFE would repair 1.\n');
});

test('a fix that repairs only some says how many', () => {
  const text = report([finding({ fix: 'SAFE', constructPath: 'Shop/Jobs/Resource' }), finding({ logicalId: 'B', fix: 'OPERATIONAL' }), finding({ logicalId: 'C' })]);

  expect(text).toContain('  Fix:    SAFE repairs 1 of 3, OPERATIONAL repairs 1 of 3\n');
  expect(text).toContain('Fixes: SAFE would repair 1; OPERATIONAL 2.\n');
  expect(report([finding({ fix: 'OPERATIONAL', constructPath: 'Shop/Jobs/Resource' })])).toContain('Fixes: OPERATIONAL would repair 1.\n');
  expect(report([url])).toContain('Fixes: STRICT, for rules that you name, would repair 1.\n');
});

test('colours mark severities and ids, and change no word', () => {
  const findings = [url, finding({ verdict: 'undecided' })];
  const coloured = report(findings, { ink: COLOURED, width: 80 });

  expect(coloured).toContain('\u001b[1;31mCRITICAL\u001b[0m  \u001b[1mlambda-url-iam-auth\u001b[0m');
  // eslint-disable-next-line no-control-regex
  expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(report(findings, { width: 80 }));
});

test('what a template says cannot steer the terminal', () => {
  const text = report([finding({ logicalId: '\u001b[2J', message: 'line\nbreak \u202e', remedy: '\u0007' })]);

  // eslint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  expect(text).toContain('shop.yaml › \\u001b[2J  line\\u000abreak \\u202e');
});

test('JSON holds the findings as they are', () => {
  expect(JSON.parse(jsonReport({ findings: [url], acknowledged: [] }))).toEqual({ findings: [url], acknowledged: [] });
});
