/** An agreement at a terminal: what it opens to whom, and what each grant has read of its quota; the same for both sides. */
import type { AgreementPage } from '../governance/contract.ts';
import { pick } from '../platform/texts.ts';
import type { Answer, Tool } from './model.ts';
import { table } from './table.ts';

export function showAgreement({ t, language }: Pick<Tool, 't' | 'language'>, page: AgreementPage): Answer {
  const { code, state, register, provider, mode, quota, quotaPeriod, subjects = null, freeAgain, home, grants } = page;
  const said = [
    `${code} · ${t(`governance:states.${state}`)} · ${pick(page.names, language)}`,
    `${pick(register.names, language)} · ${pick(provider.names, language)} · ${t(`governance:modes.${mode}`)}`,
    ...(quota === null
      ? []
      : [`${t('governance:facts.quota')}: ${t(`governance:document.quota.${quotaPeriod}`, { quota })}`]),
    ...(subjects === null
      ? []
      : [`${t('governance:facts.subjects')}: ${t(`governance:document.subjects.${quotaPeriod}`, { subjects })}`]),
    ...(freeAgain === null ? [] : [`${t('governance:facts.freeAgain')}: ${freeAgain}`]),
    ...(home === null ? [] : [t('cli:exchange.decidedAt', { node: home })]),
  ];
  const rows = grants.map(({ consumer, state: of, used, read = null, toldAt = null }) => [
    consumer.code,
    pick(consumer.names, language),
    t(`governance:states.${of}`),
    quota === null ? String(used) : `${String(used)} / ${String(quota)}`,
    read === null || subjects === null ? '–' : `${String(read)} / ${String(subjects)}`,
    toldAt ?? '–',
  ]);
  const head = ['cli:columns.code', 'cli:columns.body', 'cli:columns.state', 'governance:facts.used'];
  const words = [...head, 'governance:facts.read', 'cli:columns.told'].map((word) => t(word));
  return { data: page, lines: [...said, ...table(rows, words)] };
}
