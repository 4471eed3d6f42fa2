import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { App, DefaultStackSynthesizer, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Code, Function, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { audit } from '../../aspects/engine/audit';
import { failsBuild } from '../../aspects/engine/fails-build';
import { readApplication } from '../../aspects/input/read-application';
import { AppModel } from '../../aspects/model/app-model';
import { RampartNagPack } from '../../aspects/nag';
import { RESOURCE_RULES } from '../../aspects/nag/judged';
import { RuleSettings } from '../../aspects/rule-settings';
import { settingsFor } from '../../aspects/synthesis/alarm-topic';
import { idOf } from '../../aspects/synthesis/violations';
import { goatShop } from '../../examples/goat-shop/goat-shop';
import { OrdersStack } from '../../examples/orders-api/orders-stack';
import { Severity } from '../../index';
import { validated } from '../support/audited';
import { exampleKit } from '../support/example-kit';
import { testApp } from '../support/synthesis';

/** What a judge says: each finding as `id path verdict`, sorted, and whether the build fails. */
interface Verdicts {
  readonly said: readonly string[];
  readonly fails: boolean;
}

/** Judges one app twice: by the pack during the synthesis, by the command line's audit afterwards, from the folder that was written. */
function bothOf(app: App, said: RuleSettings = {}): { readonly pack: Verdicts; readonly audited: Verdicts } {
  Validations.of(app).addPlugins(new RampartNagPack(app, said));
  const report = validated(app).pluginReports.find(({ pluginName }) => pluginName === 'RampartNag');
  // CDK leaves out who has nothing to say.
  const ofPack = (report?.violations ?? []).flatMap(({ ruleName, description, violatingConstructs }) => violatingConstructs.map(({ constructPath }) =>
    `${ruleName.replace(/^(RampartNag::)?RampartNag-/, '')} ${constructPath} ${description.startsWith('Undecided: ') ? 'undecided' : 'noncompliant'}`));
  const { findings } = audit(new AppModel(readApplication(app.outdir).sources, settingsFor(said)), { rules: RESOURCE_RULES });
  return {
    pack: { said: sorted(ofPack), fails: report?.conclusion === 'failure' },
    audited: {
      said: sorted(findings.map(finding => `${idOf(finding)} ${finding.constructPath} ${finding.verdict}`)),
      fails: findings.some(finding => failsBuild(finding, Severity.HIGH)),
    },
  };
}

function sorted(said: readonly string[]): readonly string[] {
  return [...new Set(said)].sort();
}

describe('the pack says what the audit says', () => {
  test.each([
    ['the vulnerable shop', goatShop],
    ['the hardened shop', (app: App) => { new OrdersStack(app, 'OrdersApi'); }],
  ])('of %s', (_, build) => {
    const app = testApp();
    build(app);
    const { pack, audited } = bothOf(app);

    expect(pack).toEqual(audited);
    expect(pack.said.length).toBeGreaterThan(0);
  });

  test('of the examples of every rule, each in a Stage of its own', () => {
    const app = testApp();
    for (const { id, examples } of RESOURCE_RULES) {
      for (const verdict of ['noncompliant', 'undecided']) {
        const example = examples.find(one => one.verdict === verdict);
        example?.build(exampleKit(new Stage(app, `${id}-${verdict}`) as unknown as App));
      }
    }
    const { pack, audited } = bothOf(app);
    const spoken = new Set(pack.said.map(one => one.split(/[ []/)[0]));

    expect(pack).toEqual(audited);
    // What is asked of a whole account (an alarm, a log) is answered by any of the Stages for all.
    expect(spoken.size).toBeGreaterThan(RESOURCE_RULES.length * 0.9);
  });
});

test('the pack is told what only the owner knows, as the audit is', () => {
  const ask = (settings: RuleSettings) => {
    const app = testApp();
    const stack = new Stack(app, 'Shop');
    const layer = LayerVersion.fromLayerVersionArn(stack, 'Layer', 'arn:aws:lambda:eu-west-1:999988887777:layer:tools:3');
    const code = Code.fromInline('exports.handler = async () => {};');
    new Function(stack, 'Function', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code, layers: [layer] });
    const { pack, audited } = bothOf(app, settings);
    expect(pack).toEqual(audited);
    return pack.said.map(one => one.split(/[ []/)[0]);
  };
  const asked = ['lambda-layer-trusted-account', 'lambda-function-error-alarm', 'iam-role-permissions-boundary'];
  const alarmTopic = Topic.fromTopicArn(new Stack(testApp(), 'Monitoring'), 'Topic', 'arn:aws:sns:eu-west-1:111122223333:alarms');
  const settings = { alarmTopic, trustedLayerAccounts: ['999988887777'], permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary' };

  expect(asked.filter(id => ask({}).includes(id))).toEqual(['lambda-layer-trusted-account']);
  expect(asked.filter(id => ask(settings).includes(id))).toEqual(['lambda-function-error-alarm', 'iam-role-permissions-boundary']);
  expect(() => new RampartNagPack(undefined, { kindsOfSource: 0 })).toThrow('kindsOfSource: a whole number of at least 1, got 0');
});

const CORPUS = process.env.RAMPART_CORPUS;

// RAMPART_CORPUS=FOLDER npx jest --coverage=false test/nag/same-verdicts.test.ts also judges every template below a folder.
(CORPUS === undefined ? test.skip : test)('the pack says what the audit says of templates that others wrote (needs RAMPART_CORPUS)', () => {
  const refused = new Map<string, number>();
  let [judged, findings] = [0, 0];
  for (const path of templatesBelow(CORPUS!)) {
    try {
      including(path).synth();
    } catch (error) {
      // CfnInclude takes no template that refers to nothing, and no parameters or types that it does not know.
      const why = (error as Error).message.replace(/'[^']*'|"[^"]*"|\d+/g, '…').split('\n')[0].slice(0, 100);
      refused.set(why, (refused.get(why) ?? 0) + 1);
      continue;
    }
    const { pack, audited } = bothOf(including(path));

    expect({ path, ...pack }).toEqual({ path, ...audited });
    judged += 1;
    findings += pack.said.length;
  }
  const left = [...refused.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${judged} templates with ${findings} findings judged alike, ${left} that CfnInclude refuses:\n${[...refused].sort(([, a], [, b]) => b - a).map(([why, count]) => `${count} × ${why}`).join('\n')}`);

  expect(judged).toBeGreaterThan(0);
}, 1_800_000);

/** An app of one template. The rule about the bootstrap stack, which templates of the CDK bring along, is left to them. */
function including(templateFile: string): App {
  const app = testApp();
  const stack = new Stack(app, 'Stack', { synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) });
  new CfnInclude(stack, 'Template', { templateFile, preserveLogicalIds: true });
  return app;
}

function templatesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && ['.json', '.yaml', '.yml', '.template'].includes(extname(entry.name)))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => !/labels\.json$/.test(path))
    .sort();
}
