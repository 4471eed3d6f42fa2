import { App } from 'aws-cdk-lib';
import { MediaStack } from './media-stack';
import { ShopStack } from './shop-stack';
import { StorageStack } from './storage-stack';

/** Adds the stacks of the shop to an app. */
export function goatShop(app: App): void {
  const storage = new StorageStack(app, 'GoatStorage');
  new ShopStack(app, 'GoatShop', storage);
  new MediaStack(app, 'GoatMedia', storage);
}
