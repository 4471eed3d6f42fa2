// The business of the goat shop, made with hardened constructs.
//
//   npx cdk synth --app "npx tsx examples/orders-api/app.ts"
//
// shop.ts has the stacks. What is stored stands in orders-data.ts, what works on it in orders-stack.ts, its doors in orders-api.ts, what may
// come through them in schemas.ts, the door for carriers in partners-stack.ts, that for couriers, and who pays them, in couriers-stack.ts, the books in
// ledger.ts, what no role may pass in limits.ts, who is told of trouble in alarms.ts, what the security team runs beside it in operations-stack.ts, and
// what the owner accepts, with the reasons, in accepted.ts.
import { App } from 'aws-cdk-lib';
import { ordersShop } from './shop';
import { Rampart } from '../../index';

const app = new App();
// --context stage=production leaves out what only staging tries.
ordersShop(app, { isStaging: app.node.tryGetContext('stage') !== 'production' });

Rampart.protect(app);
