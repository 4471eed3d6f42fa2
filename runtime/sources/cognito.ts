import { Delivery, objectAt, objectOf, optionalObject, optionalText, textAt } from './delivery';
import { isObject } from '../json';

/** What a user pool asks a trigger; what is in it depends on the trigger. */
export interface CognitoRequest {
  readonly userAttributes?: Readonly<Record<string, string>>;
  readonly [name: string]: unknown;
}

/** What a handler may know of a user pool's call. */
export interface CognitoEnvelope {
  /** What happens: `PreSignUp_SignUp`. */
  readonly trigger: string;
  readonly userPoolId: string;
  readonly userName?: string;
  readonly clientId?: string;
}

/** The call of a user pool: its request. What the handler returns becomes the response, in the event that Cognito wants back. */
export function openCognito(given: unknown): Delivery[] {
  const event = objectOf(given);
  const envelope: CognitoEnvelope = {
    trigger: textAt(event, 'triggerSource'),
    userPoolId: textAt(event, 'userPoolId'),
    userName: optionalText(event, 'userName'),
    clientId: optionalText(optionalObject(event, 'callerContext'), 'clientId'),
  };
  const finish = (result: unknown) => ({ ...event, response: { ...optionalObject(event, 'response'), ...isObject(result) ? result : {} } });
  return [{ origin: { name: envelope.userPoolId }, principal: envelope.userName, envelope, payload: { value: objectAt(event, 'request') }, finish }];
}
