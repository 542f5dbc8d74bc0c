/** What breaks, and who feels it: the places that use what is changed. */
import { useQueries } from '@tanstack/react-query';
import { getElement } from '../../../src/dictionary/contract.ts';
import type { ProposalPage } from '../../../src/dictionary/proposals/proposal-contract.ts';
import { ask, keyOf } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';
import { changeWords } from '../change-list.tsx';

/** So many elements are asked for their users; the rehearsal knows all of them. */
const MOST = 12;

export function BreakingBanner({ proposal }: { readonly proposal: ProposalPage }) {
  const { t } = useDictionaryWords();
  const { direction, say } = useWords();
  const breaking = (proposal.difference?.changes ?? []).filter(({ verdict }) => verdict === 'breaking');
  const elements = [
    ...new Set(breaking.filter(({ reason }) => reason.startsWith('element.')).map(({ subject }) => subject)),
  ];
  const users = useQueries({
    queries: elements.slice(0, MOST).map((element) => {
      const input = { params: { element }, query: {} };
      return { queryKey: keyOf(getElement, input), queryFn: () => ask(getElement, input) };
    }),
  });
  if (proposal.difference?.verdict !== 'breaking') return null;
  const uses = new Map(
    users.flatMap(({ data }) => data?.usage ?? []).map((use) => [`${use.kind} ${use.subject}`, use]),
  );
  const kinds = [...new Set([...uses.values()].map(({ kind }) => kind))];
  const touched = kinds
    .map((kind) =>
      t(`web:usage.${kind}`, {
        count: [...uses.values()].filter((use) => use.kind === kind).length,
        defaultValue: kind,
      }),
    )
    .join(direction === 'rtl' ? '، ' : ', ');
  const [first] = breaking;
  return (
    <Notice tone="warn" title={t('banner.title', { count: proposal.difference.breaking })}>
      {first && <div dir="auto">{changeWords(first, t, say)}</div>}
      <div>{touched ? t('banner.touches', { what: touched }) : t('banner.nobody')}</div>
    </Notice>
  );
}
