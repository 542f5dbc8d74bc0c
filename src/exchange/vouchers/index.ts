/** The front door of vouchers for the other parts of exchange. */
export type { Client } from './client.ts';
export { nodeSigner } from './node-clients.ts';
export {
  openAny,
  openStill,
  openVoucher,
  whoAsks,
  type Asked,
  type OpenSandbox,
  type OpenVoucher,
} from './open-voucher.ts';
export { judge } from './judge.ts';
export { keyFile, KeyFileError, readKeyFile, type KeyFile } from './key-file.ts';
export { thumbprintOf } from './hashes.ts';
export { sandboxAgreement, SANDBOX_PURPOSE, type PublicJwk, type VoucherClaims } from './model.ts';
export { voucherRounds } from './take-proof.ts';
export { voucherFetch, type Signer, type VoucherFetchOptions, type VoucherSend } from './voucher-fetch.ts';
export { voucherRoutes } from './routes.ts';
