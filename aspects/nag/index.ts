export { PACK_NAME, RampartNagPack } from './rampart-nag-pack';
export type { RampartNagPackProps } from './rampart-nag-pack';
