import { circleIn, Hop } from './circle';
import { Listener, Mention, mentionsIn, mentionsOfCondition, mentionsOfResource } from './mentions';
import { REFERENCE_RESOLVED, templateFinding } from '../engine/notices';
import { Finding } from '../finding';
import { isObject, Json, JsonObject, listOf } from '../model/json';
import { TemplateSource } from '../model/template';

/** How many names a message holds: one finding stands for the whole template. */
const SHOWN = 3;
/** How many hops of a circle a message holds. */
const SHOWN_HOPS = 8;

const SAM = 'AWS::Serverless-2016-10-31';

/** How the logical ids begin that SAM makes up without the id of a resource that the user wrote. */
const SAM_PREFIXES = ['Serverless', 'ApiGatewayDomainName', 'ApiGatewayDomainNameV2', 'BasePathMapping', 'CodeDeployServiceRole', 'RecordSetGroup'];

/** The properties of SAM resources that stay on the resource itself; what others name, a resource beside it may need. */
const SAM_OWN: Readonly<Record<string, readonly string[]>> = {
  'AWS::Serverless::Api': ['DefinitionBody'],
  'AWS::Serverless::Function': ['Environment', 'KmsKeyArn', 'Layers', 'Role', 'VpcConfig'],
  'AWS::Serverless::HttpApi': ['DefinitionBody'],
};

/** What is to be said about references that lead to nothing, or in a circle. CloudFormation refuses both. */
export function referenceNotices({ path, body }: TemplateSource): Finding[] {
  const template = new References(body);
  return [missingMessage(template.missing), circleMessage('resources', template.resources), circleMessage('conditions', template.conditions)]
    .filter((message): message is string => message !== undefined)
    .map(message => templateFinding(REFERENCE_RESOLVED, path, message));
}

/** What the parts of one template call each other by. */
class References {
  /** For each name that leads to nothing, where it stands first. */
  public readonly missing = new Map<string, string>();
  /** The resources that a resource needs before it. */
  public readonly resources = new Map<string, Hop[]>();
  /** The conditions that a condition is made of. */
  public readonly conditions = new Map<string, Hop[]>();

  private readonly known: Readonly<Record<Mention['kind'], ReadonlySet<string>>>;
  /** Whether something may add any element to the template that is not written in it. */
  private readonly isOpen: boolean;
  /** Whether something makes resources out of those that are written. */
  private readonly isGenerating: boolean;

  public constructor(body: JsonObject) {
    const sections = ['Resources', 'Parameters', 'Conditions', 'Mappings', 'Outputs'].map(name => body[name]).map(section => (isObject(section) ? section : {}));
    const [resources, parameters, conditions, mappings, outputs] = sections;
    this.known = {
      element: new Set([...Object.keys(resources), ...Object.keys(parameters)]),
      condition: new Set(Object.keys(conditions)),
      mapping: new Set(Object.keys(mappings)),
    };
    this.isOpen = body.Modules !== undefined || listOf<Json>(body.Transform as Json).some(transform => transform !== SAM)
      || [body, ...sections].some(section => Object.keys(section).some(key => /^Fn::(?:Transform|ForEach)/.test(key)));
    const all = Object.entries(resources).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
    this.isGenerating = body.Transform !== undefined || all.some(([, { Type }]) => typeof Type === 'string' && /^AWS::Serverless::|::MODULE$/.test(Type));
    for (const [id, resource] of all) this.readResource(id, resource);
    for (const [id, condition] of Object.entries(conditions)) this.readCondition(id, condition);
    for (const [id, output] of Object.entries(outputs)) {
      if (isObject(output)) mentionsOfResource(output, mention => this.check(mention, `the output ${id}`));
    }
  }

  private readResource(id: string, resource: JsonObject): void {
    const hops: Hop[] = [];
    const follow: Listener = ({ kind, name, by, isBranch }) => {
      // A branch may never be taken, and a macro may take a reference away.
      if (kind === 'element' && !isBranch && !this.isOpen) hops.push({ to: name, by });
    };
    const check: Listener = mention => this.check(mention, id);
    if (typeof resource.Type === 'string' && resource.Type.startsWith('AWS::Serverless::')) {
      mentionsOfResource(resource, check);
      const properties = isObject(resource.Properties) ? resource.Properties : {};
      for (const name of SAM_OWN[resource.Type] ?? []) mentionsIn(properties[name], follow);
    } else {
      mentionsOfResource(resource, mention => {
        check(mention);
        follow(mention);
      });
    }
    this.resources.set(id, hops);
  }

  private readCondition(id: string, condition: Json): void {
    const hops: Hop[] = [];
    mentionsOfCondition(condition, mention => {
      this.check(mention, `the condition ${id}`);
      if (mention.kind === 'condition') hops.push({ to: mention.name, by: mention.by });
    });
    this.conditions.set(id, hops);
  }

  private check({ kind, name, by }: Mention, from: string): void {
    if (this.known[kind].has(name) || this.isOpen || name.startsWith('AWS::') || (kind === 'element' && this.mayBeGenerated(name))) return;
    const key = kind === 'element' ? name : `the ${kind} ${name}`;
    if (!this.missing.has(key)) this.missing.set(key, `${key} (${by} in ${from})`);
  }

  /** Whether SAM or a module may make a resource of this name: it begins with the id of what it is made for. */
  private mayBeGenerated(name: string): boolean {
    if (!this.isGenerating) return false;
    if (SAM_PREFIXES.some(prefix => name.startsWith(prefix))) return true;
    for (let length = 1; length < name.length; length += 1) if (this.known.element.has(name.slice(0, length))) return true;
    return false;
  }
}

function missingMessage(missing: ReadonlyMap<string, string>): string | undefined {
  if (missing.size === 0) return undefined;
  const shown = [...missing.values()].slice(0, SHOWN);
  return `the template refers to what it does not have: ${shown.join(', ')}${missing.size > SHOWN ? ` and ${missing.size - SHOWN} more` : ''}`;
}

function circleMessage(kind: 'resources' | 'conditions', graph: ReadonlyMap<string, readonly Hop[]>): string | undefined {
  const circle = circleIn(graph);
  if (circle === undefined) return undefined;
  const words = circle.map(({ to, by }) => `→ ${to}${kind === 'resources' ? ` (${by})` : ''}`);
  const left = words.length - SHOWN_HOPS;
  const shown = left > 1 ? [...words.slice(0, SHOWN_HOPS - 1), `→ ${left} more`, words[words.length - 1]] : words;
  return `${kind} refer to each other in a circle: ${circle[circle.length - 1].to} ${shown.join(' ')}`;
}
