/** Encryption of single values: the cipher, the keys of records, and the port behind which the key-encryption key is. */
export { fieldsKey, openDataKeys, type DataKeys } from './data-keys.ts';
export {
  blindIndex,
  blindKey,
  dataKey,
  decryptValue,
  encryptSettled,
  encryptValue,
  SealedValueError,
  type Place,
} from './field-cipher.ts';
export { keyFilePort, type KeyPort } from './key-port.ts';
