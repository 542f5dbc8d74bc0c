/** The labels of one register: what makes them so, what each of them changes, and who can change that. */
import { explainLabels, type LabelsPage } from '../../../src/governance/labels/contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { usePostWord } from '../../sign-in/post-word.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { formatList } from '../../ui/format.ts';
import { useAddressPart } from '../../ui/hooks.ts';
import { Notice } from '../../ui/notice.tsx';
import { Page, Panel, Split, Stack } from '../../ui/page.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Day, UserText } from '../../ui/values.tsx';
import { State, Tag } from '../../ui/verdict.tsx';
import { labels, useLabelWords } from './use-label-words.ts';

export function RegisterLabelsPage() {
  const { t, say } = useLabelWords();
  const register = useAddressPart('register');
  const query = useEndpoint(explainLabels, { params: { register } });
  return (
    <Page
      title={t('of', { register: query.data ? say(query.data.register.names) : register })}
      lead={t('explainLead')}
      crumbs={[
        { label: t('web:menu.governance'), to: paths.governance() },
        { label: t('title'), to: paths.labels() },
      ]}
    >
      <Loaded query={query} shape="page">
        {(page) => <Explained page={page} />}
      </Loaded>
    </Page>
  );
}

function Explained({ page }: { readonly page: LabelsPage }) {
  const { t, say, label, value, language } = useLabelWords();
  return (
    <>
      {page.looser.length > 0 && (
        <Notice tone="warn" title={t('contradicts')}>
          {t('contradictsWords', { labels: formatList(page.looser.map(label), language) })}
        </Notice>
      )}
      <Split side={<Decisions page={page} />}>
        <Panel title={t('what')}>
          <FactList
            columns={2}
            facts={[
              ...labels.map((name) => [label(name), value(name, page.effective[name])] as const),
              [t('whoCanChange'), page.whoCanChange && say(page.whoCanChange)],
            ]}
          />
        </Panel>
        <Reasons page={page} />
        <Effects page={page} />
      </Split>
      <Fields page={page} />
    </>
  );
}

function Reasons({ page }: { readonly page: LabelsPage }) {
  const { t, say, label, value } = useLabelWords();
  return (
    <Panel title={t('why')}>
      {page.reasons.length === 0 ? (
        <EmptyState title={t('noReasons')}>{t('noReasonsWords')}</EmptyState>
      ) : (
        <Stack>
          {page.reasons.map((reason) => (
            <div key={`${reason.label}/${reason.rule?.code ?? ''}`}>
              <strong>
                {label(reason.label)}: {value(reason.label, reason.value)}
              </strong>
              {reason.rule && (
                <div>
                  {t('together', { rule: say(reason.rule.names) })} {reason.rule.citation}
                </div>
              )}
              <div>{t('because', { count: reason.elements.length })}</div>
              <div>
                {reason.elements.slice(0, 12).map(({ code, names }) => (
                  <Tag key={code}>{say(names) || code}</Tag>
                ))}
              </div>
            </div>
          ))}
        </Stack>
      )}
    </Panel>
  );
}

function Effects({ page }: { readonly page: LabelsPage }) {
  const { t, label, value } = useLabelWords();
  return (
    <Panel title={t('effectsTitle')}>
      <FactList
        facts={page.effects.map((one) => [
          `${label(one.label)}: ${value(one.label, one.value)}`,
          <span key={one.effect}>
            {t(`effects.${one.effect}`)} <Code soft>{one.by}</Code>
          </span>,
        ])}
      />
    </Panel>
  );
}

function Decisions({ page }: { readonly page: LabelsPage }) {
  const { t, label, value } = useLabelWords();
  return (
    <Panel title={t('decisions')}>
      {page.decisions.length === 0 ? (
        <EmptyState title={t('noDecisions')}>{t('noDecisionsWords')}</EmptyState>
      ) : (
        page.decisions.map((one) => (
          <Stack key={one.id}>
            <State tone={one.covers ? 'info' : 'quiet'}>{one.covers ? t('covers') : t('coversNot')}</State>
            <FactList
              facts={[
                [t('number'), <UserText key="n">{one.number}</UserText>],
                [t('basis'), <UserText key="b">{one.basis}</UserText>],
                [t('reason'), <UserText key="r">{one.reason}</UserText>],
                [t('reviewOn'), <Day key="d" value={one.reviewOn} />],
                ...labels
                  .filter((name) => one.from[name] !== one.to[name])
                  .map(
                    (name) => [label(name), `${value(name, one.from[name])} → ${value(name, one.to[name])}`] as const,
                  ),
              ]}
            />
          </Stack>
        ))
      )}
    </Panel>
  );
}

type FieldLine = LabelsPage['fields'][number];

function Fields({ page }: { readonly page: LabelsPage }) {
  const { t, say, label, value } = useLabelWords();
  const columns: readonly Column<FieldLine>[] = [
    {
      id: 'field',
      head: t('field'),
      width: 260,
      grow: true,
      sortBy: ({ element }) => say(element.names),
      cell: ({ element }) => <To to={paths.element(element.code)}>{say(element.names)}</To>,
    },
    ...labels.map((name): Column<FieldLine> => ({
      id: name,
      head: label(name),
      width: 190,
      sortBy: (line) => line.labels[name],
      cell: (line) => value(name, line.labels[name]),
    })),
    { id: 'access', head: t('access.head'), width: 320, cell: (line) => <Access line={line} /> },
  ];
  return (
    <Panel title={t('fields')} flush>
      <DataTable
        id="governance.labels.fields"
        label={t('fields')}
        columns={columns}
        rows={page.fields}
        rowKey={({ field }) => field}
      />
    </Panel>
  );
}

function Access({ line: { access } }: { readonly line: FieldLine }) {
  const { t, say, language } = useLabelWords();
  const postWord = usePostWord();
  if (!access) return t('access.anyone');
  const posts = access.posts.map((post) => (post === 'keeper' ? t('access.keeper') : postWord(post)));
  const purposes = access.purposes?.map(({ names, code }) => say(names) || code);
  const said = [
    ...(posts.length > 0 ? [formatList(posts, language)] : []),
    ...(purposes ? [t('access.purposes', { purposes: formatList(purposes, language) })] : []),
    t('access.others', { how: t(`access.${access.others}`) }),
  ];
  return said.join(' · ');
}
