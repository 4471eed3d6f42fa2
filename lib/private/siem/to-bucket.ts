import * as s3 from 'aws-cdk-lib/aws-s3';
import { errorLog, inBucket, Place, StreamDestination, UNWRAP } from './place';

/** A bucket, from which somebody else takes the logs. */
export function bucketDestination(place: Place, bucket: s3.IBucket): StreamDestination {
  return {
    extendedS3DestinationConfiguration: { ...inBucket(place, bucket, 'logs'), processingConfiguration: UNWRAP, cloudWatchLoggingOptions: errorLog(place, 's3') },
  };
}
