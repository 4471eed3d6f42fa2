import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { ApiAuthorizer } from './api-authorizer';
import { ApiFirewall } from './api-firewall';
import { SecurityAlarms } from './security-alarms';

/** The kind of an API. */
export enum SecureApiType {
  /** Validates requests before the function, may stand behind a web ACL, may be private, meters callers. */
  REST = 'REST',
  /** Cheaper and faster, and does none of that; it takes the tokens of any OpenID Connect issuer. */
  HTTP = 'HTTP',
}

/** How often something may be called. Requests beyond it are refused with 429. */
export interface ApiThrottle {
  /** The requests per second, over time. */
  readonly rateLimit: number;
  /** The requests that may come at once, a whole number. */
  readonly burstLimit: number;
}

/** The websites that may call an API from their visitors' browsers. */
export interface ApiCors {
  /**
   * The origins, as in `https://www.example.com`. A wildcard is refused: any website that a user visits could then call the API from the user's
   * network and read the answers. An origin without TLS is refused but for localhost.
   */
  readonly origins: string[];

  /**
   * The headers that may be sent beside the simple ones.
   *
   * @default - Authorization, Content-Type and the headers of signed requests
   */
  readonly headers?: string[];

  /**
   * Whether browsers send cookies along, and let the website read the answers.
   *
   * @default - false: callers authorize themselves by a header
   */
  readonly credentials?: boolean;

  /**
   * How long browsers remember the answer, at most two hours.
   *
   * @default - 10 minutes
   */
  readonly maxAge?: Duration;
}

/** The domain that an API answers at. */
export interface ApiDomain {
  /** The domain: `api.example.com`. */
  readonly domainName: string;

  /** Its certificate, in the Region of the API. */
  readonly certificate: acm.ICertificate;

  /**
   * The certificate authorities whose certificates callers have to present, as a file of a bucket. API Gateway combines it with `securityPolicy`
   * TLS_1_2 alone.
   *
   * @default - callers present no certificate
   */
  readonly mutualTls?: apigateway.MTLSConfig;
}

/**
 * What a `SecureApi` is made from: who may call it, and what differs from the defaults.
 */
export interface SecureApiProps {
  /** Who may call the routes that name no authorizer of their own. */
  readonly authorizer: ApiAuthorizer;

  /**
   * The kind of the API.
   *
   * @default - a REST API
   */
  readonly type?: SecureApiType;

  /**
   * The name of the API, which its metrics carry.
   *
   * @default - derived from the path of the construct
   */
  readonly apiName?: string;

  /**
   * What the API is for.
   *
   * @default - the API has no description
   */
  readonly description?: string;

  /**
   * The name of the stage, which stands in the address of a REST API.
   *
   * @default - live; the stage of an HTTP API is `$default`, which no address shows
   */
  readonly stageName?: string;

  /**
   * How often the API may be called, over all callers and routes that have no throttle of their own.
   *
   * @default - 1000 requests per second and 500 at once, a tenth of what an account has, so that one API does not starve the others
   */
  readonly throttle?: ApiThrottle;

  /**
   * What stands before a public REST API. HTTP APIs cannot have a web ACL but through CloudFront.
   *
   * @default - a web ACL of its own; none before a private API, which the internet does not reach, and before HTTP APIs
   */
  readonly firewall?: ApiFirewall;

  /**
   * The websites that may call the API from browsers. The functions behind a REST API have to send `Access-Control-Allow-Origin` themselves.
   *
   * @default - none: browsers refuse calls of other websites
   */
  readonly cors?: ApiCors;

  /**
   * The domain that the API answers at. Its own address is then closed, so that nobody goes around what the domain demands.
   *
   * @default - the API answers at its own address
   */
  readonly domain?: ApiDomain;

  /**
   * The versions and ciphers of TLS that a REST API accepts, at its own address and at its domain. TLS 1.0 is refused. HTTP APIs accept TLS 1.2
   * and nothing else.
   *
   * @default - TLS 1.3, and TLS 1.2 with forward secrecy, both with post-quantum key exchange; hosts have to match the name in the TLS handshake.
   * Where the domain asks callers for certificates (`mutualTls`), TLS 1.2 and above, which is all that API Gateway combines with it
   */
  readonly securityPolicy?: apigateway.SecurityPolicy;

  /**
   * The VPC endpoints of `execute-api` that alone reach the API: it is private then. REST APIs only.
   *
   * @default - the API is public
   */
  readonly vpcEndpoints?: ec2.IVpcEndpoint[];

  /**
   * The key that encrypts the logs. CloudWatch Logs may use it for the log groups of this account and Region, which is added to the policy
   * of a key of this application; the policy of an imported key has to allow it already.
   *
   * @default - that of `Rampart.defaults`, or else CloudWatch encrypts them with a key of its own
   */
  readonly logKey?: kms.IKey;

  /**
   * How long to keep the logs.
   *
   * @default - one year, then deleted
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * Whether this account and Region have set the role with which API Gateway writes the logs of REST APIs. Without it, a stage that logs does not deploy.
   *
   * @default - false: the construct sets the role; it stays when the stack goes, since other APIs use it too
   */
  readonly accountHasLogRole?: boolean;

  /**
   * The alarms that watch the API from its first deployment on.
   *
   * @default - the alarms of the surrounding scope (`Rampart.defaults`), or else nothing watches it
   */
  readonly alarms?: SecurityAlarms;
}
