// The goat shop: a deliberately vulnerable serverless application. Never deploy it.
//
//   npx cdk synth --app "npx tsx examples/goat-shop/app.ts"                             audits it
//   npx cdk synth --app "npx tsx examples/goat-shop/app.ts" --context fix=OPERATIONAL   also repairs what can be repaired
import { App } from 'aws-cdk-lib';
import { goatShop } from './goat-shop';
import { FixLevel, Rampart } from '../../index';

const app = new App();
goatShop(app);

const fix = app.node.tryGetContext('fix') as FixLevel | undefined;
if (fix !== undefined && !Object.values(FixLevel).includes(fix)) {
  throw new Error(`--context fix takes one of ${Object.values(FixLevel).join(', ')}, got: ${fix}`);
}
Rampart.protect(app, { fix });
