import { AnyField, TextField } from './fields.js';

export class OpenApiView {
  @TextField({ max: 10 }) openapi: string;
  @AnyField() info: unknown;
  @AnyField() servers: unknown;
  @AnyField() tags: unknown;
  @AnyField() paths: unknown;
  @AnyField() components: unknown;
}
