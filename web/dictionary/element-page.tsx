/** One element: what it means, how it is written, where it comes from, who may see it, and where it is used. */
import { useMemo } from 'react';
import { getElement, type ElementPage as ElementAnswer } from '../../src/dictionary/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { FactList, type Fact } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { Page, Panel, Split } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { Timeline } from '../ui/timeline.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import { ElementFacts } from './element-facts.tsx';
import { PersonalTag, SharingTag } from './words.tsx';
import { changeWords } from './change-list.tsx';
import styles from './dictionary.module.css';

export function ElementPage() {
  const { t } = useWords();
  const element = useAddressPart('element');
  const query = useEndpoint(getElement, { params: { element } });
  const crumbs = [{ label: t('web:menu.dictionary'), to: paths.dictionary() }];
  if (!query.data) {
    return (
      <Page title={element} crumbs={crumbs}>
        <Loaded query={query} shape="page">
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return <Known answer={query.data} crumbs={crumbs} />;
}

interface KnownProps {
  readonly answer: ElementAnswer;
  readonly crumbs: readonly { label: string; to: string }[];
}

function Known({ answer, crumbs }: KnownProps) {
  const { t, say } = useWords();
  const { element, entities } = answer;
  const inEntities = useMemo<readonly Fact[]>(
    () =>
      entities.map(({ name, names, field }) => [
        <To key={name} to={paths.entity(name)}>
          {say(names)}
        </To>,
        <Code key="field" soft>
          {field}
        </Code>,
      ]),
    [entities, say],
  );
  return (
    <Page
      title={say(element.names)}
      crumbs={crumbs}
      mark={
        <>
          <Code>{element.code}</Code>
          <SharingTag labels={element.labels} />
          <PersonalTag labels={element.labels} />
        </>
      }
    >
      <Panel
        title={t('web:element.definition')}
        note={<Tag>{t('web:dictionary.release', { number: answer.release })}</Tag>}
      >
        <p className={styles.definition} dir="auto">
          {say(element.definition)}
        </p>
      </Panel>
      <Split
        side={
          <>
            <UsagePanel answer={answer} />
            <Panel title={t('web:element.inEntities')}>
              {inEntities.length > 0 ? <FactList facts={inEntities} /> : <EmptyState title={t('web:state.none')} />}
            </Panel>
            <HistoryPanel answer={answer} />
          </>
        }
      >
        <ElementFacts element={element} />
      </Split>
    </Page>
  );
}

const placeOfUse: Readonly<Record<string, (subject: string) => string>> = {
  register: paths.register,
  api: paths.api,
  measure: paths.indicator,
  indicator: paths.indicator,
  agreement: paths.agreement,
  form: paths.entity,
  consultation: paths.consultation,
};

/** "Used in 1 form, 1 API, 1 indicator", each of them a way there. */
function UsagePanel({ answer }: { readonly answer: ElementAnswer }) {
  const { t, say, direction } = useWords('dictionary');
  const kinds = [...new Set(answer.usage.map(({ kind }) => kind))];
  const countOf = (kind: string) => answer.usage.filter((use) => use.kind === kind).length;
  const summary = kinds
    .map((kind) => t(`web:usage.${kind}`, { count: countOf(kind), defaultValue: kind }))
    .join(direction === 'rtl' ? '، ' : ', ');
  return (
    <Panel title={t('web:element.usedIn')} note={summary}>
      {answer.usage.length === 0 && <EmptyState title={t('web:element.notUsed')} />}
      <ul className={styles.usage}>
        {answer.usage.map(({ room, kind, subject, label }) => {
          const place = placeOfUse[kind];
          return (
            <li key={`${room}-${kind}-${subject}`}>
              <Tag>{t(`web:usageKind.${kind}`, { defaultValue: kind })}</Tag>
              {place ? <To to={place(subject)}>{say(label)}</To> : <span dir="auto">{say(label)}</span>}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function HistoryPanel({ answer }: { readonly answer: ElementAnswer }) {
  const { t, say } = useWords('dictionary');
  return (
    <Panel title={t('web:element.history')}>
      <Timeline
        label={t('web:element.history')}
        events={answer.history.map(({ release, edition, publishedAt, changes }) => ({
          id: release,
          title: <To to={paths.release(release)}>{t('web:dictionary.edition', { edition })}</To>,
          at: <Day value={publishedAt} />,
          tone: changes.some(({ verdict }) => verdict === 'breaking') ? 'warn' : 'busy',
          detail: changes.map((change) => <div key={change.reason}>{changeWords(change, t, say)}</div>),
        }))}
      />
    </Panel>
  );
}
