import { REQUESTS } from './attacked';
import { attackAll } from './suite';

attackAll(REQUESTS);
