/** What is not shown, and why: rows that an agreement opens no more today, and fields that labels keep back. */
import type { RecordPage, WithheldField } from '../../src/records/contract.ts';
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

/** Fields that are shown in part, of some rows, or not at all. */
export function WithheldFieldsNotice({ register, fields = [] }: WithheldFieldsProps) {
  const { t, say } = useWords('web-registers');
  if (fields.length === 0) return null;
  const asks = fields.some(({ decision }) => decision.remedy?.startsWith('ask-') && decision.remedy !== 'ask-for-post');
  return (
    <Notice tone="info" title={t('withheld.fieldsTitle', { count: fields.length })}>
      <dl>
        {fields.map(({ field, names, shown, decision: { words } }) => (
          <div key={field}>
            <dt>
              <strong>{say(names)}</strong> · {t(`withheld.shown.${shown}`)}
            </dt>
            <dd>
              {words.reason} {words.remedy}
              {words.whoCanChange && ` ${t('withheld.whoOpens', { who: words.whoCanChange })}`}
            </dd>
          </div>
        ))}
      </dl>
      <p>
        <To to={paths.registerLabels(register)}>{t('withheld.labels')}</To>
        {asks && (
          <>
            {' · '}
            <To to={paths.newRequest(register)}>{t('withheld.ask')}</To>
          </>
        )}
      </p>
    </Notice>
  );
}

interface WithheldFieldsProps {
  readonly register: string;
  readonly fields?: readonly WithheldField[] | undefined;
}
