/** Rows that an agreement opens no more today: how much of it was read, when it is free again, and who can raise it. */
import type { RecordPage } from '../../src/records/contract.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Notice } from '../ui/notice.tsx';
import { To } from '../ui/to.tsx';
import { Day } from '../ui/values.tsx';

export function WithheldNotice({ withheld }: { readonly withheld: NonNullable<RecordPage['withheld']> }) {
  const { t } = useWords('web-registers');
  if (withheld.length === 0) return null;
  return (
    <Notice tone="warn" title={t('withheld.title')}>
      {withheld.map(({ agreement, decision: { words }, freeAgain }) => (
        <p key={agreement}>
          <To to={paths.agreement(agreement)}>{words.reason}</To> {words.remedy}
          {words.whoCanChange && ` ${t('withheld.who', { who: words.whoCanChange })}`}
          {!words.remedy && freeAgain !== undefined && (
            <>
              {' '}
              {t('withheld.freeAgain')} <Day value={freeAgain} />.
            </>
          )}
        </p>
      ))}
    </Notice>
  );
}
