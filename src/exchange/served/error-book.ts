/** Every answer on the way to data that is not the data: status, what it means, what to do; in one language. Pure. */
import type { Translate } from '../../platform/i18n.ts';
import { quotaSpent } from '../../governance/index.ts';
import { problems } from '../problems.ts';

const shown = [
  problems.tokenRefused,
  problems.clientRefused,
  problems.voucherRefused,
  problems.notHeld,
  quotaSpent,
  problems.noNodeKey,
].map(({ kind }) => kind);

/** Rule and what would pass. */
const rules: readonly (readonly [string, string])[] = [
  ['exchange/key-unknown', 'exchange:remedies.register-key'],
  ['exchange/key-revoked', 'exchange:remedies.new-key'],
  ['exchange/key-expired', 'exchange:remedies.new-key'],
  ['exchange/key-not-for-agreement', 'exchange:remedies.bind-key'],
  ['exchange/key-not-for-purpose', 'exchange:remedies.bind-key'],
  ['exchange/clock-off', 'exchange:remedies.set-clock'],
  ['exchange/nonce-needed', 'exchange:remedies.use-nonce'],
  ['exchange/proof-missing', 'exchange:remedies.make-proof'],
  ['exchange/proof-claims', 'exchange:remedies.make-proof'],
  ['exchange/proof-replayed', 'exchange:remedies.make-proof'],
  ['exchange/assertion-audience', 'exchange:remedies.make-assertion'],
  ['exchange/voucher-expired', 'exchange:remedies.new-voucher'],
  ['exchange/voucher-for-other-register', 'exchange:remedies.new-voucher'],
  ['exchange/gateway-not-allowed', 'exchange:remedies.allow-gateway'],
  ['exchange/release-too-old', 'exchange:remedies.follow-release'],
  ['governance/no-agreement', 'governance:remedies.agreement'],
  ['governance/agreement-expired', 'governance:remedies.renew-agreement'],
  ['governance/agreement-suspended', 'governance:remedies.lift-suspension'],
  ['governance/agreement-of-other-purpose', 'governance:remedies.say-its-purpose'],
  ['governance/agreement-of-other-mode', 'governance:remedies.ask-for-mode'],
  ['governance/agreement-security-awaited', 'governance:remedies.confirm-security'],
  ['governance/field-outside-agreement', 'governance:remedies.ask-for-fields'],
  ['governance/quota-spent', 'governance:remedies.wait-or-raise-quota'],
];

/** Facts of an example stand as dots: the answer has the real ones. */
const FACTS = [
  'agreement',
  'asked',
  'current',
  'fields',
  'freeAgain',
  'most',
  'ours',
  'purposeCode',
  'quota',
  'register',
  'securityUntil',
  'since',
  'to',
  'until',
  'used',
  'yours',
];

export function errorBook(t: Translate): string {
  const facts = Object.fromEntries(FACTS.map((name) => [name, '…']));
  const kinds = shown.map(
    ({ room, slug, status }) => `| ${String(status)} | \`${room}/${slug}\` | ${t(`${room}:problems.${slug}.title`)} |`,
  );
  const lines = rules.map(([rule, remedy]) => {
    const [room = '', name = ''] = rule.split('/');
    return `| \`${rule}\` | ${t(`${room}:rules.${name}`, facts)} | ${t(remedy, facts)} |`;
  });
  return [
    `# ${t('exchange:title')}`,
    ['| | | |', '| --- | --- | --- |', ...kinds].join('\n'),
    ['| | | |', '| --- | --- | --- |', ...lines].join('\n'),
    '',
  ].join('\n\n');
}
