import { App, Stack } from 'aws-cdk-lib';
import { CouriersStack } from './couriers-stack';
import { LedgerStack } from './ledger';
import { OperationsStack } from './operations-stack';
import { OrdersStack } from './orders-stack';
import { PartnersStack } from './partners-stack';

/** How the shop is deployed. */
export interface ShopProps {
  /** In staging the rotation of secrets is tried, every week, before it can fail in production. */
  readonly isStaging: boolean;
}

/** The stacks of the shop, each after those that it takes something from. */
export function ordersShop(app: App, { isStaging }: ShopProps): readonly Stack[] {
  const orders = new OrdersStack(app, 'OrdersApi');
  const ledger = new LedgerStack(app, 'OrdersLedger', { orders });
  const partners = new PartnersStack(app, 'OrdersPartners', { orders });
  const couriers = new CouriersStack(app, 'OrdersCouriers', { orders });
  return [orders, ledger, partners, couriers, new OperationsStack(app, 'OrdersOperations', { orders, isStaging })];
}
