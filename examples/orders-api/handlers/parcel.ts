import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { secureHandler } from '../../../runtime';
import { OrderPath, Parcel } from '../schemas';

const dynamodb = new DynamoDBClient({});

/** Notes where a parcel is, and which carrier says so. */
export const handler = secureHandler({ source: 'api', action: 'parcel.report', schema: { path: OrderPath, body: Parcel } }, async ({ path: { id }, body: { state } }, { claims }) => {
  const item = { id: { S: id }, state: { S: state }, carrier: { S: String(claims.sub) } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env.PARCELS, Item: item }));
  return { statusCode: 204 };
});
