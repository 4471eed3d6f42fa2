import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { knownRegion } from '../model/environment';
import { Resource } from '../model/resource';
import { Template } from '../model/template';
import { referencesIn } from '../model/value';
import { Given, Link, PatchValue } from '../rule/patch';
import { Declined } from '../rule/rule';
import { AlarmTopic, Settings, settingsOf } from '../rule/settings';
import { RuleSettings } from '../rule-settings';

/** What the owner says in a construct tree, in the words of the rules. */
export function settingsFor(props: RuleSettings): Settings {
  const { alarmTopic } = props;
  return settingsOf({ ...chosenSettings(props), alarmTopic: alarmTopic && topicInTree(alarmTopic) });
}

/** The settings among the props of something that takes others as well. */
export function chosenSettings(props: RuleSettings): RuleSettings {
  const { alarmTopic, trustedLayerAccounts, permissionsBoundary, functionsInARow, functionsAtOnce, kindsOfSource, sensitivityTag } = props;
  return { alarmTopic, trustedLayerAccounts, permissionsBoundary, functionsInARow, functionsAtOnce, kindsOfSource, sensitivityTag };
}

/**
 * A topic of the construct tree, or an imported one, that alarms tell.
 *
 * Alarms of other stacks of the same Stage refer to it across stacks, as the CDK itself would; where that would make the stacks
 * need each other, or the topic lies in another Stage or Region, an alarm cannot tell it.
 *
 * @param topic the topic that the owner names
 */
function topicInTree(topic: ITopic): AlarmTopic {
  const made = [topic, ...topic.node.children].find((one): one is CfnResource => CfnResource.isCfnResource(one) && one.cfnResourceType === 'AWS::SNS::Topic');
  const across: { readonly action: PatchValue } = { action: new Given(topic.topicArn, topic.node.path) };
  return {
    actionFor: resource => {
      const refused = obstacle(topic, made !== undefined, resource);
      if (refused !== undefined) return { declined: refused };
      const own = made && isIn(resource.template, made.stack) ? resource.template.app.at(made.node.path) : undefined;
      return own === undefined ? across : { action: new Link(own) };
    },
  };
}

function obstacle(topic: ITopic, isMade: boolean, { template }: Resource): Declined['declined'] | undefined {
  const [wanted, region] = [knownRegion(topic.env.region), template.environment.region];
  if (wanted !== undefined && region !== undefined && wanted !== region) return `an alarm of ${region} cannot tell a topic of ${wanted}`;
  // An imported topic is a text, which means the same in every stack.
  if (!isMade || isIn(template, topic.stack)) return undefined;
  if (Stage.of(topic)?.node.path !== template.environment.stage) return `the topic ${topic.node.path} stands in another Stage: name one by its ARN`;
  if (topic.stack.nested || isNested(template)) return `the topic ${topic.node.path} stands in another nested stack: name one by its ARN`;
  return needs(template, topic.stack) ? `the stack of the topic ${topic.node.path} needs this one already` : undefined;
}

function isIn({ stackPath }: Template, stack: Stack): boolean {
  return stackPath === stack.node.path;
}

function isNested(template: Template): boolean {
  return template.nestedStack !== undefined;
}

/** Whether a stack needs another one before it can be deployed, by dependencies that were said or follow from references. */
function needs({ app, stackPath }: Template, from: Stack): boolean {
  const byPath = new Map(app.templates.map(template => [template.stackPath, template]));
  const seen = new Set<string>();
  const pending = [from.node.path];
  const stacks = new Map(stacksAround(from).map(stack => [stack.node.path, stack]));
  while (pending.length > 0) {
    const path = pending.pop()!;
    if (path === stackPath) return true;
    if (seen.has(path)) continue;
    seen.add(path);
    pending.push(...said(stacks.get(path)).map(stack => stack.node.path), ...referred(byPath.get(path)));
  }
  return false;
}

/** The stacks that one was told to wait for. */
function said(stack: Stack | undefined): Stack[] {
  return stack === undefined ? [] : [...stack.dependencies, ...stack.node.dependencies.map(one => Stack.of(one))];
}

/** The paths of the stacks whose resources a template refers to, in its resources and its outputs. */
function referred(template: Template | undefined): string[] {
  if (template === undefined) return [];
  const outputs = Object.keys(template.section('Outputs')).flatMap(name => referencesIn(template.output(name)));
  return [...template.list.flatMap(({ references }) => references), ...outputs].flatMap(({ resource }) => resource.template.stackPath ?? []);
}

function stacksAround(stack: Stack): Stack[] {
  return (Stage.of(stack) ?? stack.node.root).node.findAll().filter((one): one is Stack => Stack.isStack(one));
}
