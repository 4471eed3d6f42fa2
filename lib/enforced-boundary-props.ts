/** JSON Schemas of the parts of a request. Numbers and booleans of query, path and headers are read from their text. */
export interface RequestSchemas {
  /**
   * The schema of the body. One that says `type: 'string'` takes the body as the text that it is, any other as JSON.
   *
   * @default - any body within the limits of the boundary, be it JSON, text or bytes
   */
  readonly body?: { [keyword: string]: any };

  /**
   * The schema of the query parameters, an object with a property for each.
   *
   * @default - any query within the limits of the boundary
   */
  readonly query?: { [keyword: string]: any };

  /**
   * The schema of the parameters in the path, an object with a property for each.
   *
   * @default - any parameters within the limits of the boundary
   */
  readonly path?: { [keyword: string]: any };

  /**
   * The schema of the headers, an object with a property for each, in lower case.
   *
   * @default - any headers within the limits of the boundary
   */
  readonly headers?: { [keyword: string]: any };
}

/**
 * What a boundary that is enforced demands beside the form of its events.
 *
 * Schemas are JSON Schemas (draft-07, 2019-09 or 2020-12; 2020-12 where `$schema` is absent) as plain objects, and hold as they are written.
 * They are compiled at synthesis into a module that a layer brings, never into the environment.
 */
export interface EnforcedBoundaryProps {
  /**
   * The schema of what each record or event carries, by its source: `sqs`, `sns`, `s3`, `dynamodb`, `kinesis`, `eventbridge`, `schedule`,
   * `cognito`, `authorizer` or `direct`. A message or record whose schema says `type: 'string'` is taken as the text that it is, any other as
   * JSON.
   *
   * @default - whatever is within the limits of the boundary, be it JSON, text or, in a stream, bytes
   */
  readonly payloads?: { [source: string]: { [keyword: string]: any } };

  /**
   * The schemas of requests, by method and path as API Gateway states them, as in `POST /orders/{id}`; `ANY /orders` for every method,
   * `$default` for a function URL. Those that a `SecureApi` has for its routes need not be repeated.
   *
   * @default - those of the routes of `SecureApi`, or else any request within the limits of the boundary
   */
  readonly requests?: { [route: string]: RequestSchemas };

  /**
   * Whether events that carry no identity are taken: whoever IAM lets invoke the function may then send what looks like no source.
   *
   * @default - where the application lets somebody invoke the function, by a grant, a statement or a permission
   */
  readonly direct?: boolean;
}
