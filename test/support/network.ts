import { modelOfTemplate } from './synthesis';
import { AppModel } from '../../aspects/model/app-model';

/** A resource of a plain template. */
export const resource = (Type: string, Properties: object = {}) => ({ Type, Properties });
export const ref = (Ref: string) => ({ Ref });
export const att = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });

/**
 * A VPC with one private and one public subnet, drawn out:
 *
 *     Function ─ Group
 *        │
 *     Private ─ PrivateTable ─ 0.0.0.0/0 → Nat
 *     Public  ─ PublicTable  ─ 0.0.0.0/0 → Internet gateway
 *                  Nat stands in Public
 */
export function networkOf(changes: Record<string, object | undefined> = {}): AppModel {
  const resources: Record<string, object | undefined> = {
    Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
    Gateway: resource('AWS::EC2::InternetGateway'),
    Public: resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24' }),
    PublicTable: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }),
    PublicAssociation: resource('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Public'), RouteTableId: ref('PublicTable') }),
    PublicRoute: resource('AWS::EC2::Route', { RouteTableId: ref('PublicTable'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Gateway') }),
    Nat: resource('AWS::EC2::NatGateway', { SubnetId: ref('Public') }),
    Private: resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24' }),
    PrivateTable: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }),
    PrivateAssociation: resource('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Private'), RouteTableId: ref('PrivateTable') }),
    PrivateRoute: resource('AWS::EC2::Route', { RouteTableId: ref('PrivateTable'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') }),
    Group: resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc') }),
    Table: resource('AWS::DynamoDB::Table'),
    Secret: resource('AWS::SecretsManager::Secret'),
    Role: roleAllowing({ Action: 'secretsmanager:GetSecretValue', Resource: ref('Secret') }),
    Function: resource('AWS::Lambda::Function', {
      Role: att('Role', 'Arn'), VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [att('Group', 'GroupId')] },
    }),
    ...changes,
  };
  const present = Object.fromEntries(Object.entries(resources).filter(([, one]) => one !== undefined));
  return modelOfTemplate({ Parameters: { Given: { Type: 'String' } }, Resources: present });
}

/** A role with an inline policy. */
export function roleAllowing(...statements: readonly object[]) {
  const Statement = statements.map(statement => ({ Effect: 'Allow', ...statement }));
  return resource('AWS::IAM::Role', { Policies: [{ PolicyName: 'P', PolicyDocument: { Statement } }] });
}

/** A template's resource by its logical id. */
export function at(app: AppModel, id: string) {
  return app.templates[0].resources.get(id)!;
}
