import { own } from './intrinsic';
import type { Resource } from '../model/resource';

/** How SAM calls what a generated resource holds. */
interface Naming {
  /** Properties that have another name in SAM; only the path itself and what lies below it. */
  readonly renamed: Readonly<Record<string, string>>;
  /** The properties of the same name and meaning, where not every other one is. */
  readonly same?: readonly string[];
  /** Properties that SAM works out from several of its own, or that mean something else there. */
  readonly madeBySam?: readonly string[];
}

const STAGE = ['AccessLogSetting', 'CacheClusterEnabled', 'CacheClusterSize', 'CanarySetting', 'MethodSettings', 'TracingEnabled', 'Variables'];

/** By the SAM type and the type that it becomes. Source: the SAM specification. */
const NAMINGS: Readonly<Record<string, Naming>> = {
  'AWS::Serverless::Function AWS::Lambda::Function': {
    renamed: { 'TracingConfig.Mode': 'Tracing', 'TracingConfig': 'Tracing', 'DeadLetterConfig': 'DeadLetterQueue', 'Code.ZipFile': 'InlineCode', 'Code.ImageUri': 'ImageUri' },
    madeBySam: ['Code', 'Tags'],
  },
  'AWS::Serverless::Function AWS::Lambda::Url': {
    renamed: { AuthType: 'FunctionUrlConfig.AuthType', Cors: 'FunctionUrlConfig.Cors', InvokeMode: 'FunctionUrlConfig.InvokeMode' }, same: [],
  },
  'AWS::Serverless::Function AWS::Lambda::Alias': { renamed: { ProvisionedConcurrencyConfig: 'ProvisionedConcurrencyConfig', Name: 'AutoPublishAlias' }, same: [] },
  'AWS::Serverless::Api AWS::ApiGateway::RestApi': {
    renamed: {}, same: ['ApiKeySourceType', 'DisableExecuteApiEndpoint', 'EndpointConfiguration', 'MinimumCompressionSize', 'Policy', 'SecurityPolicy'],
  },
  'AWS::Serverless::Api AWS::ApiGateway::Stage': { renamed: {}, same: STAGE },
  'AWS::Serverless::HttpApi AWS::ApiGatewayV2::Api': { renamed: {}, same: ['CorsConfiguration', 'DisableExecuteApiEndpoint'] },
  'AWS::Serverless::HttpApi AWS::ApiGatewayV2::Stage': { renamed: {}, same: ['AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings', 'StageVariables'] },
  'AWS::Serverless::SimpleTable AWS::DynamoDB::Table': { renamed: {}, madeBySam: ['AttributeDefinitions', 'BillingMode', 'KeySchema', 'Tags'] },
  'AWS::Serverless::StateMachine AWS::StepFunctions::StateMachine': {
    renamed: {
      LoggingConfiguration: 'Logging', TracingConfiguration: 'Tracing', StateMachineName: 'Name', StateMachineType: 'Type', RoleArn: 'Role', DefinitionS3Location: 'DefinitionUri',
    },
    madeBySam: ['Tags'],
  },
};

/** What SAM takes in another shape than CloudFormation: it can be named, and not be written in its place. */
const OTHER_SHAPE = ['DeadLetterQueue', 'DefinitionUri', 'EndpointConfiguration', 'Role'];

/**
 * How the user has written a property of a resource that follows from a SAM resource: `Tracing` for `TracingConfig.Mode`.
 *
 * @returns nothing where SAM works the property out from several of its own
 */
export function writtenProperty(resource: Pick<Resource, 'type' | 'writtenAs'>, property: string): string | undefined {
  const naming = own(NAMINGS, `${resource.writtenAs?.type} ${resource.type}`);
  if (naming === undefined) return undefined;
  const [from, to] = Object.entries(naming.renamed).sort((a, b) => b[0].length - a[0].length).find(([name]) => `${property}.`.startsWith(`${name}.`)) ?? [];
  if (from !== undefined) return `${to}${property.slice(from.length)}`;
  const [top] = property.split('.');
  return naming.same?.includes(top) ?? !naming.madeBySam?.includes(top) ? property : undefined;
}

/** The same, where a value for the one may stand in the place of the other. */
export function writableProperty(resource: Pick<Resource, 'type' | 'writtenAs'>, property: string): string | undefined {
  const written = writtenProperty(resource, property);
  return written === undefined || OTHER_SHAPE.includes(written.split('.')[0]) || property === 'TracingConfig' ? undefined : written;
}

/** These ids end in a hash that is not known before SAM works it out, so nothing can refer to them by it. */
const HASHED = ['AWS::ApiGateway::Deployment', 'AWS::ApiGateway::DomainName', 'AWS::ApiGatewayV2::DomainName', 'AWS::Lambda::Version', 'AWS::StepFunctions::StateMachineVersion'];

/** Whether a template can refer to a resource by its logical id: SAM knows what it generates, but not by a hash. */
export function isReferable({ type, writtenAs, logicalId }: Resource): boolean {
  return writtenAs === undefined || logicalId === writtenAs.logicalId || !HASHED.includes(type);
}
