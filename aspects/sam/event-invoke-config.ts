import { allow, EventTarget, inlinePolicy } from './event-target';
import { getAtt, isNothing, mapOf, own, ref, textOf } from './intrinsic';
import { Json } from '../model/json';

/** What a destination of asynchronous invocations needs: the action, and what SAM makes where no destination is given. */
interface Destination { readonly action: string; readonly created?: readonly [suffix: string, type: string, attribute: string] }

const DESTINATIONS: Readonly<Record<string, Destination>> = {
  EventBridge: { action: 'events:PutEvents' },
  Lambda: { action: 'lambda:InvokeFunction' },
  S3Bucket: { action: 's3:PutObject' },
  SNS: { action: 'sns:Publish', created: ['Topic', 'AWS::SNS::Topic', 'Ref'] },
  SQS: { action: 'sqs:SendMessage', created: ['Queue', 'AWS::SQS::Queue', 'Arn'] },
};

/** `EventInvokeConfig`: retries and destinations of asynchronous invocations, with the policies to send there. */
export function eventInvokeConfig(target: EventTarget): void {
  const { generation, owner: { logicalId, properties }, owner } = target;
  if (isNothing(properties.EventInvokeConfig)) return;
  const config = mapOf(properties.EventInvokeConfig);
  const destinations = mapOf(config.DestinationConfig);
  const id = `${logicalId}EventInvokeConfig`;
  const onSuccess = destination(target, `${id}OnSuccess`, destinations.OnSuccess);
  const onFailure = destination(target, `${id}OnFailure`, destinations.OnFailure);
  generation.add(owner, id, 'AWS::Lambda::EventInvokeConfig', {
    FunctionName: ref(logicalId),
    Qualifier: properties.AutoPublishAlias ?? '$LATEST',
    MaximumEventAgeInSeconds: config.MaximumEventAgeInSeconds,
    MaximumRetryAttempts: config.MaximumRetryAttempts,
    DestinationConfig: onSuccess === undefined && onFailure === undefined ? undefined : {
      ...(onSuccess !== undefined && { OnSuccess: onSuccess }), ...(onFailure !== undefined && { OnFailure: onFailure }),
    },
  });
}

function destination({ generation, owner, inline }: EventTarget, id: string, written: Json): Json {
  if (isNothing(written)) return undefined;
  const { Type, Destination } = mapOf(written);
  const known = own(DESTINATIONS, textOf(Type));
  let arn = isNothing(Destination) ? undefined : Destination;
  if (arn === undefined && known?.created) {
    const [suffix, type, attribute] = known.created;
    const created = generation.add(owner, `${id}${suffix}`, type, {});
    generation.name(owner.logicalId, `Destination${suffix}`, created);
    arn = attribute === 'Ref' ? ref(created) : getAtt(created, attribute);
  }
  if (known && arn !== undefined) inline.push(inlinePolicy(`${id}${textOf(Type)}Policy`, [allow(known.action, arn)]));
  return arn === undefined ? written : { Destination: arn };
}
