import { IdField } from '../http/fields.js';

export class StoredFileParams { @IdField() id: string }
