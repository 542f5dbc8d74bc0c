/** The validator of the screens on rows of a schema: by itself, so that a browser can load it as it stands. */
import { Validator, type Schema } from '@cfworker/json-schema';

/** @returns for each row the names of the fields that are refused */
export function refusedInBrowser(schema: object, rows: readonly object[]): string[][] {
  const validator = new Validator(schema as Schema, '2020-12', false);
  return rows.map((row) => {
    const { errors } = validator.validate(row);
    const missing = (error: string) => / required property "(.*)"/.exec(error)?.[1];
    return [...new Set(errors.map((one) => missing(one.error) ?? one.instanceLocation.split('/')[1] ?? ''))];
  });
}
