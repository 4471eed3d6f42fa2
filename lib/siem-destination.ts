import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { datadogDestination, httpDestination, splunkDestination } from './private/siem/over-http';
import { Place, StreamDestination } from './private/siem/place';
import { bucketDestination } from './private/siem/to-bucket';

/**
 * Where logs are exported to. A token never stands in the template: Firehose reads it from Secrets Manager.
 */
export abstract class SiemDestination {
  /**
   * Splunk, by its HTTP event collector.
   *
   * @param url the collector's address, as in `https://http-inputs-example.splunkcloud.com:443`
   * @param token the secret, as JSON: `{ "hec_token": "…" }`
   */
  public static splunk(url: string, token: secretsmanager.ISecret): SiemDestination {
    return new FoundLater(place => splunkDestination(place, url, token));
  }

  /**
   * Datadog.
   *
   * @param site the site of the account, as in `datadoghq.eu`
   * @param apiKey the secret, as JSON: `{ "api_key": "…" }`
   */
  public static datadog(site: string, apiKey: secretsmanager.ISecret): SiemDestination {
    return new FoundLater(place => datadogDestination(place, site, apiKey));
  }

  /**
   * Any other HTTP endpoint that takes what Firehose sends.
   *
   * @param url the address, over HTTPS
   * @param accessKey the secret, as JSON: `{ "api_key": "…" }`
   */
  public static http(url: string, accessKey: secretsmanager.ISecret): SiemDestination {
    return new FoundLater(place => httpDestination(place, 'HTTP endpoint', url, accessKey));
  }

  /**
   * A bucket, from which the other side takes the logs.
   *
   * @param bucket the bucket; it has to let Firehose write
   */
  public static bucket(bucket: s3.IBucket): SiemDestination {
    return new FoundLater(place => bucketDestination(place, bucket));
  }

  /** @internal */
  public abstract _at(place: Place): StreamDestination;
}

/** A destination that is described when it is known what delivers to it. */
class FoundLater extends SiemDestination {
  public constructor(private readonly find: (place: Place) => StreamDestination) {
    super();
  }

  /** @internal */
  public _at(place: Place): StreamDestination {
    return this.find(place);
  }
}
