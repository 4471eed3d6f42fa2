import { RECORDS } from './attacked';
import { attackAll } from './suite';

attackAll(RECORDS);
