/** One correction: both values side by side, the evidence, the clock, and the answer. */
import { useMemo } from 'react';
import {
  getCorrection,
  type CorrectionPage as Answer,
} from '../../../src/registers/corrections/corrections-contract.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { useCodeNames } from '../../records/code-names.ts';
import { FieldValue } from '../../records/field-value.tsx';
import { useRegisterPlan } from '../../records/register-plan.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { useAddressPart } from '../../ui/hooks.ts';
import { Notice } from '../../ui/notice.tsx';
import { Page, Panel, Split } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Day, Moment, UserText } from '../../ui/values.tsx';
import { CorrectionActs } from './correction-acts.tsx';
import { CorrectionClock, CorrectionState } from './corrections-page.tsx';
import { EvidencePanel } from './evidence-panel.tsx';
import styles from './once.module.css';

export function CorrectionPage() {
  const { t, say } = useWords('web-once');
  const correction = useAddressPart('correction');
  const query = useEndpoint(getCorrection, { params: { correction } });
  return (
    <Page
      title={query.data ? say(query.data.names) || query.data.field : t('corr.title')}
      crumbs={[
        { label: t('title'), to: paths.onceOnly() },
        { label: t('tab.corrections'), to: paths.corrections() },
      ]}
      mark={query.data && <CorrectionState state={query.data.state} />}
      lead={query.data && say(query.data.registerNames)}
      actions={query.data && <CorrectionActs correction={query.data} />}
    >
      <Loaded query={query} shape="page">
        {(answer) => (
          <Split side={<Clock answer={answer} />}>
            {answer.destination && (
              <Notice tone="warn" title={t('corr.unsent')}>
                {t('corr.unsentWords', {
                  source: say(answer.destination.names) || answer.destination.name,
                  holder: say(answer.destination.holder ?? {}) || answer.destination.name,
                })}
              </Notice>
            )}
            {answer.outside && <Notice tone="info">{t('corr.outside')}</Notice>}
            {answer.reason !== null && (
              <Notice tone="info" title={t('corr.reason')}>
                <UserText>{answer.reason}</UserText>
              </Notice>
            )}
            <Values answer={answer} />
            <EvidencePanel answer={answer} />
            {answer.others.length > 0 && <Others answer={answer} />}
          </Split>
        )}
      </Loaded>
    </Page>
  );
}

function Values({ answer }: { readonly answer: Answer }) {
  const { t } = useWords('web-once');
  const plan = useRegisterPlan(answer.register);
  const field = plan.data?.entity.fields.find(({ name }) => name === answer.field);
  const { said, held } = answer;
  const nameOf = useCodeNames(
    useMemo(() => {
      const list = field?.codeList;
      if (list === undefined) return [];
      return [...new Set([said, held])].flatMap((code) => (code === null ? [] : [{ list, code }]));
    }, [field, said, held]),
  );
  const shown = (value: string | null) =>
    field ? <FieldValue field={field} value={value} nameOf={nameOf} /> : <UserText>{value ?? '–'}</UserText>;
  return (
    <div className={styles.sides}>
      <Panel title={t('corr.said')}>
        <p className={styles.value}>{shown(said)}</p>
      </Panel>
      <Panel title={t(answer.origin === 'comparison' ? 'corr.source' : 'corr.should')}>
        <p className={styles.value}>{shown(held)}</p>
      </Panel>
    </div>
  );
}

function Clock({ answer }: { readonly answer: Answer }) {
  const { t, say } = useWords('web-once');
  return (
    <Panel title={t('corr.clock')}>
      <FactList
        facts={[
          [t('corr.due'), <CorrectionClock key="clock" correction={answer} />],
          [t('corr.cause'), <Day key="cause" value={answer.causeDue} />],
          [t('corr.mend'), <Day key="mend" value={answer.due} />],
          [
            t('corr.body'),
            answer.destination ? (
              say(answer.destination.holder ?? answer.destination.names)
            ) : (
              <To key="keeper" to={paths.body(answer.keeper.code)}>
                {say(answer.keeper.names)}
              </To>
            ),
          ],
          [t('corr.by'), answer.proposedBy ? say(answer.proposedBy.names) : t('corr.byComparison')],
          [t('corr.opened'), <Moment key="opened" value={answer.openedAt} />],
        ]}
      />
      <p>
        <To to={paths.record(answer.register, answer.record)}>{t('corr.openRecord')}</To>
      </p>
    </Panel>
  );
}

function Others({ answer }: { readonly answer: Answer }) {
  const { t } = useWords('web-once');
  return (
    <Panel title={t('corr.others')}>
      <ul className={styles.arguments}>
        {answer.others.map((one) => (
          <li key={one.id}>
            <To to={paths.correction(one.id)}>
              {one.said ?? '–'} → {one.held ?? '–'}
            </To>{' '}
            <CorrectionState state={one.state} /> {one.reason && <UserText>{one.reason}</UserText>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
