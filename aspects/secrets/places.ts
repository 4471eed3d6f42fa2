import { namesReferredTo, nodesAt } from './property-nodes';
import { definitionOf } from '../graphs/definition';
import { AppModel } from '../model/app-model';
import { elementsOf } from '../model/element';
import { Json } from '../model/json';
import { Resource } from '../model/resource';
import { alternativesOf, entryOf, hasOpen, isMap, isOpen, patternOf, Value, valuesOf } from '../model/value';
import { Subject } from '../rule/found';

/** What may be read by people who have no right on a secret. */
export type PlaceKind = 'environment' | 'output' | 'metadata' | 'definition' | 'stage variable' | 'parameter' | 'container environment' | 'user data';

/** One value in a place that is no place for secrets. */
export interface Place {
  readonly subject: Subject;
  readonly kind: PlaceKind;
  readonly property: string;
  /** What the value is called there: the variable, the parameter, the output. */
  readonly name: string;
  readonly value: Value;
}

/** How the values of a place are written: as entries of a map, as pairs of a name and a value, as a tree of any shape, as one text. */
type Form = 'map' | 'pairs' | 'tree' | 'text';

interface PlaceForm {
  readonly kind: PlaceKind;
  readonly form: Form;
  /** Where it stands; `*` for each element of a list. */
  readonly at: string;
}

const USER_DATA = (at: string): PlaceForm => ({ kind: 'user data', form: 'text', at });
const CONTAINER = (at: string): PlaceForm => ({ kind: 'container environment', form: 'pairs', at });

/** Source: the CloudFormation resource reference. */
const PLACES: Readonly<Record<string, readonly PlaceForm[]>> = {
  'AWS::Amplify::App': [CONTAINER('EnvironmentVariables')],
  'AWS::Amplify::Branch': [CONTAINER('EnvironmentVariables')],
  'AWS::ApiGateway::Deployment': [{ kind: 'stage variable', form: 'map', at: 'StageDescription.Variables' }],
  'AWS::ApiGateway::Stage': [{ kind: 'stage variable', form: 'map', at: 'Variables' }],
  'AWS::ApiGatewayV2::Stage': [{ kind: 'stage variable', form: 'map', at: 'StageVariables' }],
  'AWS::AppRunner::Service': [CONTAINER('SourceConfiguration.**.RuntimeEnvironmentVariables')],
  'AWS::AutoScaling::LaunchConfiguration': [USER_DATA('UserData')],
  'AWS::Batch::JobDefinition': [CONTAINER('**.Environment')],
  'AWS::CodeBuild::Project': [CONTAINER('Environment.EnvironmentVariables')],
  'AWS::EC2::Instance': [USER_DATA('UserData')],
  'AWS::EC2::LaunchTemplate': [USER_DATA('LaunchTemplateData.UserData')],
  'AWS::ECS::TaskDefinition': [CONTAINER('ContainerDefinitions.*.Environment')],
  'AWS::Events::Rule': [{ kind: 'definition', form: 'tree', at: 'Targets' }],
  'AWS::Glue::Job': [{ kind: 'definition', form: 'map', at: 'DefaultArguments' }],
  'AWS::Lambda::Function': [{ kind: 'environment', form: 'map', at: 'Environment.Variables' }],
  'AWS::Scheduler::Schedule': [{ kind: 'definition', form: 'tree', at: 'Target' }],
};

/** Every value in a place that is no place for secrets, in template order. */
export function* placesOf(app: AppModel): Generator<Place> {
  for (const template of app.templates) {
    for (const resource of template.resources.values()) {
      yield* placesIn(resource);
    }
    for (const output of elementsOf(template, 'Outputs')) {
      yield { subject: output, kind: 'output', property: 'Value', name: output.writtenId, value: template.output(output.writtenId) };
    }
  }
}

function* placesIn(resource: Resource): Generator<Place> {
  for (const { kind, form, at } of PLACES[resource.type] ?? []) {
    for (const { property, node } of nodesAt(resource.definition.Properties, at)) yield* values(resource, kind, form, property, node);
  }
  if (resource.type === 'AWS::StepFunctions::StateMachine') yield* definitionPlaces(resource);
  if (resource.type === 'AWS::SSM::Parameter') yield parameterPlace(resource);
  // Only what refers to something can hold what is secret elsewhere, and only these two hold settings that people write.
  for (const [name, node] of Object.entries(resource.metadata)) {
    const isSettings = name === 'AWS::CloudFormation::Authentication' || name === 'AWS::CloudFormation::Init';
    if (!isSettings && (typeof node !== 'object' || namesReferredTo(node).length === 0)) continue;
    for (const leaf of leaves(resource.template.evaluate(node), name, name)) {
      if (isSettings || hasOpen(leaf.value)) yield { subject: resource, kind: 'metadata', ...leaf };
    }
  }
}

function* values(resource: Resource, kind: PlaceKind, form: Form, property: string, node: Json): Generator<Place> {
  // The text behind base 64 is as plain as it is.
  const [text] = nodesAt(node, 'Fn::Base64');
  for (const value of alternativesOf(resource.template.evaluate(text?.node ?? node))) {
    if (form === 'text' || isOpen(value)) yield { subject: resource, kind, property, name: '', value };
    else if (form === 'map') for (const [name, one] of Object.entries(isMap(value) ? value : {})) yield { subject: resource, kind, property: `${property}.${name}`, name, value: one };
    else if (form === 'pairs') yield* pairs(resource, kind, property, value);
    else for (const leaf of leaves(value, property, '')) yield { subject: resource, kind, ...leaf };
  }
}

function* pairs(resource: Resource, kind: PlaceKind, property: string, value: Value): Generator<Place> {
  for (const [index, chosen] of valuesOf(value).entries()) {
    for (const pair of alternativesOf(chosen)) {
      // CodeBuild takes the name of a secret in the same place.
      const type = entryOf(pair, 'Type');
      if (!isMap(pair) || (type !== undefined && type !== 'PLAINTEXT')) continue;
      yield { subject: resource, kind, property: `${property}.${index}.Value`, name: patternOf(pair.Name) ?? '', value: pair.Value };
    }
  }
}

function* definitionPlaces(machine: Resource): Generator<Place> {
  const definition = definitionOf(machine);
  const property = machine.get('Definition') === undefined ? 'DefinitionString' : 'Definition';
  if (definition !== undefined) {
    for (const leaf of leaves(definition, property, '')) yield { subject: machine, kind: 'definition', ...leaf };
    return;
  }
  yield { subject: machine, kind: 'definition', property, name: '', value: machine.get(property) };
  for (const leaf of leaves(machine.get('DefinitionSubstitutions'), 'DefinitionSubstitutions', '')) yield { subject: machine, kind: 'definition', ...leaf };
}

/** A parameter of Systems Manager is called by its path; CloudFormation can make no secure one. */
function parameterPlace(parameter: Resource): Place {
  const path = parameter.get('Name');
  const name = typeof path === 'string' ? path.split('/').slice(-2).join('_') : parameter.writtenId;
  return { subject: parameter, kind: 'parameter', property: 'Value', name, value: parameter.get('Value') };
}

/** Every value in a tree, called by the name that stands before it; paths into the input of a state are none. */
function* leaves(value: Value, property: string, name: string): Generator<Pick<Place, 'property' | 'name' | 'value'>> {
  if (Array.isArray(value)) {
    for (const [index, one] of (value as readonly Value[]).entries()) yield* leaves(one, `${property}.${index}`, name);
  } else if (isMap(value)) {
    for (const [key, one] of Object.entries(value)) if (!key.endsWith('.$')) yield* leaves(one, `${property}.${key}`, key);
  } else if (typeof value !== 'string' || !/^(\$|\{%|States\.)/.test(value)) {
    yield { property, name, value };
  }
}
