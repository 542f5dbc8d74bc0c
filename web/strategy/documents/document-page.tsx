/** One draft to read: part by part, clause by clause, in the language one chooses, with what people said to each. */
import { SegmentedControl } from '@mantine/core';
import { IconMessage2 } from '@tabler/icons-react';
import { getDocument, type DocumentPage as Answer } from '../../../src/strategy/contract.ts';
import type { Texts } from '../../../src/platform/texts.ts';
import { useEndpoint } from '../../api.ts';
import { directionOf, languages } from '../../i18n.ts';
import { paths, withView } from '../../paths.ts';
import { useAddressPart, useView } from '../../ui/hooks.ts';
import { Notice } from '../../ui/notice.tsx';
import { LoadedPage } from '../../ui/loaded-page.tsx';
import { Page, Panel, Row } from '../../ui/page.tsx';

import { To } from '../../ui/to.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { DocumentState, useStrategyWords } from '../strategy-words.tsx';
import styles from '../strategy.module.css';

export function DocumentPage() {
  const code = useAddressPart('document');
  const document = useEndpoint(getDocument, { params: { document: code } });
  return (
    <LoadedPage query={document} title={code}>
      {(answer) => <DocumentView answer={answer} />}
    </LoadedPage>
  );
}

function DocumentView({ answer }: { readonly answer: Answer }) {
  const { t, say, language } = useStrategyWords();
  const [view, show] = useView({ text: '' });
  const shown = view.text || language;
  const { document, parts } = answer;
  return (
    <Page
      width="reading"
      title={say(document.titles)}
      crumbs={[
        { label: t('web:menu.strategy'), to: paths.strategy() },
        { label: t('tabs.documents'), to: paths.documents() },
      ]}
      mark={<DocumentState state={document.state} />}
      lead={
        <>
          {t('document.version', { version: document.version })} · {t('document.clauses', { count: document.clauses })}
          {document.consultation && (
            <>
              {' · '}
              <To to={paths.consultation(document.consultation)} className={styles.inText}>
                {t('document.toConsultation')}
              </To>
            </>
          )}
        </>
      }
      actions={
        <SegmentedControl
          aria-label={t('document.textLanguage')}
          value={shown}
          onChange={(text) => show({ text: text === language ? '' : text })}
          data={languages.map((one) => ({ value: one, label: t(`web:language.${one}`) }))}
        />
      }
    >
      {document.note && <Notice>{say(document.note)}</Notice>}
      {parts.map((part) => (
        <Panel key={part.number}>
          <h2 className={styles.part} lang={shown} dir={directionOf(shown)}>
            {part.number}. {textIn(part.headings, shown)}
          </h2>
          {part.clauses.map((clause) => (
            <ClauseText key={clause.number} clause={clause} document={document} language={shown} />
          ))}
        </Panel>
      ))}
    </Page>
  );
}

const textIn = (texts: Texts, language: string) => texts[language] ?? Object.values(texts)[0] ?? '';

interface ClauseProps {
  readonly clause: Answer['parts'][number]['clauses'][number];
  readonly document: Answer['document'];
  readonly language: string;
}

function ClauseText({ clause, document, language }: ClauseProps) {
  const { t } = useStrategyWords();
  const consultation = clause.comments > 0 ? document.consultation : null;
  return (
    <div className={styles.clause} id={`clause-${clause.number}`}>
      <span className={styles.number}>{clause.number}.</span>
      <div className={styles.body} lang={language} dir={directionOf(language)}>
        <p className={styles.text}>{textIn(clause.texts, language)}</p>
        {clause.note && (
          <div className={styles.clauseNote}>
            <Tag tone="warn">{t('document.toBeConfirmed')}</Tag>
            <span>{textIn(clause.note, language)}</span>
          </div>
        )}
      </div>
      <span>
        {consultation && (
          <To to={withView(paths.consultation(consultation), { clause: clause.number })}>
            <Row>
              <IconMessage2 size={15} aria-hidden />
              {t('document.comments', { count: clause.comments })}
            </Row>
          </To>
        )}
      </span>
    </div>
  );
}
