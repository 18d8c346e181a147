export { ImportService } from './import/index.js';
