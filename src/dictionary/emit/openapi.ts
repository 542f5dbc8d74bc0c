/**
 * OpenAPI 3.1.1 of an entity: a document of components only (§4.8.1: paths may be absent), whose schemas are the
 * JSON Schema 2020-12 of the records (§4.8.24), their key and a page of them, for any API to refer to.
 */
import { pick } from '../../platform/texts.ts';
import type { EntityPlan } from '../plan.ts';
import { emitJsonSchema, type JsonSchema, type SchemaOptions } from './json-schema.ts';
import { pascal } from './typescript.ts';

export interface OpenApiOptions extends SchemaOptions {
  readonly edition: string;
}

export function emitOpenApi(entity: EntityPlan, options: OpenApiOptions): JsonSchema {
  const title = pick(entity.names, options.language);
  const { $schema, $id: _, ...record } = emitJsonSchema(entity, options);
  const name = pascal(entity.name);
  const properties = record['properties'] as Readonly<Record<string, JsonSchema>>;
  return {
    openapi: '3.1.1',
    info: { title, description: pick(entity.definition, options.language), version: options.edition },
    jsonSchemaDialect: $schema,
    components: {
      schemas: {
        [name]: record,
        [`${name}Key`]: {
          title,
          type: 'object',
          properties: Object.fromEntries(entity.key.map((key) => [key, properties[key]])),
          required: entity.key,
          additionalProperties: false,
        },
        [`${name}Page`]: {
          title,
          type: 'object',
          properties: {
            items: { type: 'array', items: { $ref: `#/components/schemas/${name}` } },
            next: { type: 'string' },
          },
          required: ['items'],
        },
      },
    },
  };
}
