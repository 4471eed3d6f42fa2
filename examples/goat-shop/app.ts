// The goat shop: a deliberately vulnerable serverless application. Never deploy it.
//
//   npx cdk synth --app "npx tsx examples/goat-shop/app.ts"                             audits it
//   npx cdk synth --app "npx tsx examples/goat-shop/app.ts" --context fix=OPERATIONAL   also repairs what no caller can notice
//   npx cdk synth --app "npx tsx examples/goat-shop/app.ts" --context fix=STRICT        also repairs all that can be repaired
import { App, Aspects } from 'aws-cdk-lib';
import { goatShop } from './goat-shop';
import { REPAIRED } from './repaired';
import { FixLevel, Rampart, SecurityRemediation } from '../../index';

const app = new App();
goatShop(app);

const fix = app.node.tryGetContext('fix') as FixLevel | undefined;
if (fix !== undefined && !Object.values(FixLevel).includes(fix)) {
  throw new Error(`--context fix takes one of ${Object.values(FixLevel).join(', ')}, got: ${fix}`);
}
if (fix === FixLevel.STRICT) {
  // By itself, as the rules that are repaired would be the only ones that the audit judges by.
  Rampart.protect(app);
  Aspects.of(app).add(new SecurityRemediation({ level: fix, only: REPAIRED }), { priority: SecurityRemediation.PRIORITY });
} else {
  Rampart.protect(app, { fix });
}
