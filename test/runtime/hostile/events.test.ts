import { EVENTS } from './attacked';
import { attackAll } from './suite';

attackAll(EVENTS);
