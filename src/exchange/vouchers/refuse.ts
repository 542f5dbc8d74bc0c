/** Refusals on the way to data: the decision with its words, the error of OAuth, and what the answer's headers say. */
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import type { Decision } from '../../platform/decision.ts';
import type { Problem } from '../../platform/http/problem.ts';
import { explain } from '../../platform/http/refusal.ts';
import { problems } from '../problems.ts';
import { CLOCK_SECONDS } from './model.ts';
import { TokenError } from './tokens.ts';

/** RFC 6749 §5.2, RFC 6750 §3.1, RFC 9449 §5 and §8. */
export type OAuthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_token'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce';

export interface Refused {
  readonly error: OAuthError;
  readonly decision: Decision;
}

/** What was wrong with which token. */
export type What = 'assertion' | 'proof' | 'voucher';

const errorOf: Readonly<Record<What, OAuthError>> = {
  assertion: 'invalid_client',
  proof: 'invalid_dpop_proof',
  voucher: 'invalid_token',
};
const wayOut: Readonly<Record<What, string>> = {
  assertion: 'make-assertion',
  proof: 'make-proof',
  voucher: 'new-voucher',
};

/** A refusal of this room: `exchange/<rule>`. */
export const refused = (error: OAuthError, rule: string, remedy: string, facts: Decision['facts'] = {}): Refused => ({
  error,
  decision: { allowed: false, rule: `exchange/${rule}`, facts, remedy },
});

/** Why a token is not taken. A key nobody knows and a signature of another key get the same answer. */
export function refusedToken(error: unknown, what: What, now: Date): Refused {
  if (!(error instanceof TokenError)) throw error;
  const { fault, issuedAt } = error;
  if (fault === 'signature' && what === 'assertion') return keyUnknown;
  if (fault === 'clock' || (fault === 'expired' && what !== 'voucher')) return clockOff(errorOf[what], now, issuedAt);
  return refused(errorOf[what], `${what}-${fault}`, wayOut[what]);
}

const clockOff = (error: OAuthError, now: Date, yours: Date | undefined): Refused =>
  refused(error, 'clock-off', 'set-clock', {
    ours: now.toISOString(),
    yours: yours?.toISOString() ?? '–',
    most: CLOCK_SECONDS,
  });

export const keyUnknown = refused('invalid_client', 'key-unknown', 'register-key');
export const replayed = (what: What): Refused => refused(errorOf[what], `${what}-replayed`, wayOut[what]);

/** The problem that carries a refusal, in the words of whoever asks. */
export function refusalOf(
  { words }: Pick<Context, 'words'>,
  { language, headers }: Pick<FastifyRequest, 'language' | 'headers'>,
  { error, decision }: Refused,
  more: { readonly at: 'token' | 'resource'; readonly nonce: string },
): Problem {
  const t = words.translator(language);
  const explained = explain(decision, t, language);
  const { reason, remedy, whoCanChange } = explained.words;
  const detail = [reason, remedy, whoCanChange && t('platform:whoCanChange', { who: whoCanChange })]
    .filter(Boolean)
    .join(' ');
  const members = { error, error_description: detail, decision: explained, nonce: more.nonce };
  if (more.at === 'token') {
    const kind = error === 'invalid_client' ? problems.clientRefused : problems.tokenRefused;
    return kind({ ...members, challenge: 'DPoP algs="EdDSA ES256"' }, detail);
  }
  // What was tried is what is asked for (RFC 9449 §7.1, RFC 6750 §3).
  const scheme = /^bearer /i.test(headers.authorization ?? '') ? 'Bearer' : 'DPoP';
  const algorithms = scheme === 'DPoP' ? ', algs="EdDSA ES256"' : '';
  return problems.voucherRefused({ ...members, challenge: `${scheme} error="${error}"${algorithms}` }, detail);
}
