/** One dispute: both claims side by side, what the data say, the clock, and how it ends. */
import {
  getDispute,
  type ClaimSide,
  type DisputePage as Answer,
} from '../../../src/registers/authority/disputes-contract.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { StatCard } from '../../ui/cards.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { formatNumber } from '../../ui/format.ts';
import { useAddressPart } from '../../ui/hooks.ts';
import { Notice } from '../../ui/notice.tsx';
import { Cards, Page, Panel } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Day, Moment, Num, UserText } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { SourceLink } from './authorities-page.tsx';
import { DisputeActs } from './dispute-acts.tsx';
import { DisputeClock, DisputeState } from './dispute-list.tsx';
import { DisputedRecords } from './disputed-records.tsx';
import styles from './once.module.css';

export function DisputePage() {
  const { t, say } = useWords('web-once');
  const dispute = useAddressPart('dispute');
  const query = useEndpoint(getDispute, { params: { dispute } });
  return (
    <Page
      title={query.data ? say(query.data.names) : t('dispute.title')}
      crumbs={[
        { label: t('title'), to: paths.onceOnly() },
        { label: t('tab.authorities'), to: paths.authorities() },
      ]}
      mark={query.data && <DisputeState line={query.data} />}
      lead={t('dispute.lead')}
      actions={query.data && <DisputeActs dispute={query.data} />}
    >
      <Loaded query={query} shape="page">
        {(answer) => (
          <>
            <Outcome answer={answer} />
            <Figures answer={answer} />
            <div className={styles.sides}>
              {answer.sides.map((side) => (
                <Side key={side.register.name} side={side} holds={side.register.name === answer.holder.name} />
              ))}
            </div>
            {(answer.evidence?.differing ?? 0) > 0 && <DisputedRecords dispute={answer} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Outcome({ answer }: { readonly answer: Answer }) {
  const { t, say } = useWords('web-once');
  if (answer.state === 'open') return null;
  const title = answer.winner ? t('dispute.settled', { register: say(answer.winner.names) }) : t('dispute.withdrawn');
  return (
    <Notice tone="info" title={title}>
      <UserText>{answer.reason ?? ''}</UserText>
      <div>
        {answer.closedBy} · <Moment value={answer.closedAt} />
      </div>
    </Notice>
  );
}

function Figures({ answer }: { readonly answer: Answer }) {
  const { t, language } = useWords('web-once');
  const { evidence } = answer;
  return (
    <Cards>
      <StatCard
        label={t('dispute.clock')}
        value={<DisputeClock line={answer} />}
        note={
          <>
            {t('dispute.due')}: <Day value={answer.due} />
          </>
        }
        {...(answer.overdue ? { tone: 'bad' as const } : {})}
      />
      {evidence ? (
        <>
          <StatCard
            label={t('dispute.differ')}
            value={<Num value={evidence.differing} />}
            note={t('dispute.differOf', { count: evidence.both, number: formatNumber(evidence.both, language) })}
            tone={evidence.differing > 0 ? 'warn' : 'good'}
          />
          <StatCard label={t('dispute.same')} value={<Num value={evidence.same} />} />
          <StatCard label={t('dispute.onlyOne')} value={<Num value={evidence.onlyHolder + evidence.onlyClaimant} />} />
        </>
      ) : (
        <StatCard label={t('dispute.differ')} value={t('dispute.noEvidence')} note={t('dispute.noEvidenceWords')} />
      )}
    </Cards>
  );
}

function Side({ side, holds }: { readonly side: ClaimSide; readonly holds: boolean }) {
  const { t, say } = useWords('web-once');
  return (
    <Panel
      title={<SourceLink source={side.register} />}
      note={t(holds ? 'dispute.holds' : 'dispute.claims')}
      actions={side.named && <Tag tone="info">{t('dispute.named')}</Tag>}
    >
      <FactList
        facts={[
          [t('dispute.since'), <Day key="since" value={side.since} />],
          [t('dispute.manager'), side.manager && <To to={paths.body(side.manager.code)}>{say(side.manager.names)}</To>],
        ]}
      />
      <h3 className={styles.said}>{t('dispute.said')}</h3>
      {side.arguments.length === 0 && <p>{t('dispute.silent')}</p>}
      <ul className={styles.arguments}>
        {side.arguments.map(({ words, saidAt, body }) => (
          <li key={`${saidAt}${say(words)}`}>
            <UserText>{say(words)}</UserText>
            <small>
              {body && <>{say(body.names)} · </>}
              <Day value={saidAt.slice(0, 10)} />
            </small>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
