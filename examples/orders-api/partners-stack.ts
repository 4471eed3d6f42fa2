import { Stack, Tags } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acceptPartnersRisks } from './accepted';
import { keptTable } from './kept-table';
import { workloadBoundary } from './limits';
import { OrdersStack } from './orders-stack';
import { jsonSchema, OrderPath, Parcel } from './schemas';
import { ApiAuthorizer, Rampart, SecureApi, SecureApiType, SecureFunction, Sensitivity } from '../../index';

/** Whose parcels are on their way. */
export interface PartnersStackProps {
  readonly orders: OrdersStack;
}

/**
 * The door for carriers: they say where a parcel is, by programs of theirs that bring tokens of their own identity provider. An HTTP API does for that: no
 * browser calls it, its partners are few and known, and what they write its function checks.
 */
export class PartnersStack extends Stack {
  public constructor(scope: Construct, id: string, { orders: { key, alarms } }: PartnersStackProps) {
    super(scope, id);
    Tags.of(this).add('latency', 'tolerant');
    Rampart.defaults(this, { alarms, logKey: key, sensitivity: Sensitivity.CONFIDENTIAL, permissionsBoundary: workloadBoundary(this) });
    const parcels = keptTable(this, 'Parcels', key);
    const parcel = new SecureFunction(this, 'Parcel', { entry: `${__dirname}/handlers/parcel.ts`, environment: { PARCELS: parcels.tableName } });
    parcels.grant(parcel, 'dynamodb:PutItem');
    key.grantEncryptDecrypt(parcel);

    const api = new SecureApi(this, 'Carriers', {
      type: SecureApiType.HTTP,
      // Tokens of the carriers that were meant for us: what they hand to others opens nothing here.
      authorizer: ApiAuthorizer.jwt({ issuer: 'https://login.carriers.example', audience: ['goat-shop'], scopes: ['parcels/report'] }),
      throttle: { rateLimit: 20, burstLimit: 10 },
    });
    api.addRoute('PUT', '/orders/{id}/parcel', { handler: parcel, path: jsonSchema(OrderPath), body: jsonSchema(Parcel) });
    acceptPartnersRisks(this);
  }
}
