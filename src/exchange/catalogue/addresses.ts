/** The addresses at which a register is read: those this node has on the air, and no others. Pure. */
import type { AnyEndpoint } from '../../platform/http/endpoint.ts';

export interface RegisterAddress {
  readonly name: string;
  readonly method: string;
  /** With the register's name in it; other parts still in braces. */
  readonly path: string;
  readonly summary: string;
  readonly credentials: 'voucher' | null;
}

// What reads rows: own rooms' reads, and what is served under an agreement. What writes is no offer to others.
const isOffer = ({ name, method, path }: AnyEndpoint) =>
  path.includes('{register}') &&
  ((method === 'GET' && name.startsWith('records.')) || path.startsWith('/exchange/v1/{register}/'));

const isVouched = (endpoint: object) => 'credentials' in endpoint && endpoint.credentials === 'voucher';

/** @param vouchers whether this node has keys to give vouchers with: one without serves nothing under them */
export const addressesOf = (
  { served, vouchers }: { readonly served: readonly AnyEndpoint[]; readonly vouchers: boolean },
  register: string,
): RegisterAddress[] =>
  served
    .filter((one) => isOffer(one) && (vouchers || !isVouched(one)))
    .map(({ name, method, path, summary, ...more }) => ({
      name,
      method,
      path: path.replace('{register}', register),
      summary,
      credentials: isVouched(more) ? 'voucher' : null,
    }));
