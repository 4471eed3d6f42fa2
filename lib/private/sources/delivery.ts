import { Duration } from 'aws-cdk-lib';
import { DurationRange, NumberRange } from '../ranges';

/** How often rules and schedules try again. Source: the EventBridge and EventBridge Scheduler API references, RetryPolicy. */
export const DELIVERY_RETRIES: NumberRange = { least: 0, most: 185 };

/** How old what they deliver may get. Source: the same. */
export const DELIVERY_AGE: DurationRange = { least: Duration.minutes(1), most: Duration.hours(24), unit: 'seconds' };
