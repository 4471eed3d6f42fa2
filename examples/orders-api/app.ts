// The business of the goat shop, made with hardened constructs.
//
//   npx cdk synth --app "npx tsx examples/orders-api/app.ts"
import { App } from 'aws-cdk-lib';
import { OrdersStack } from './orders-stack';
import { Rampart } from '../../index';

const app = new App();
new OrdersStack(app, 'OrdersApi');

Rampart.protect(app);
