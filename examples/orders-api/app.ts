// The business of the goat shop, made with hardened constructs.
//
//   npx cdk synth --app "npx tsx examples/orders-api/app.ts"
//
// What is stored stands in orders-data.ts, what works on it in orders-stack.ts, its doors in orders-api.ts, what may come through them in
// schemas.ts, who is told of trouble in alarms.ts, and what the owner accepts, with the reasons, in accepted.ts.
import { App } from 'aws-cdk-lib';
import { OrdersStack } from './orders-stack';
import { Rampart } from '../../index';

const app = new App();
new OrdersStack(app, 'OrdersApi');

Rampart.protect(app);
