/** What was asked, by when it is answered, what came of it: shown to whoever answers and to the person herself. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { exportSubjectData, type SubjectPage } from '../../../src/exchange/subject-requests/contract.ts';
import { fileAddress } from '../../api.ts';
import { paths } from '../../paths.ts';
import { FactList, type Fact } from '../../ui/fact-list.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel, Row } from '../../ui/page.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Day, Moment, UserText } from '../../ui/values.tsx';
import { useSubjectWords } from './use-subject-words.ts';

export function Asked({ page, isOwn = false }: { readonly page: SubjectPage; readonly isOwn?: boolean }) {
  const { t, say } = useSubjectWords();
  const facts: Fact[] = [
    [t('register'), page.register ? say(page.register.names) : t('allRegisters')],
    ...(page.field ? [[t('field'), say(page.field.names)] as const] : []),
    ...(page.wanted === null ? [] : [[t('wanted'), <UserText key="w">{page.wanted}</UserText>] as const]),
    ...(page.purpose ? [[t('purpose'), say(page.purpose.names)] as const] : []),
    [t('reason'), <UserText key="r">{page.reason}</UserText>],
    ...(isOwn ? [] : [[t('person'), <Code key="p">{page.person}</Code>] as const]),
    ...(page.onBehalf
      ? [
          [t('authority'), t(`authorities.${page.authority ?? 'herself'}`)] as const,
          [t('evidence'), <UserText key="e">{page.evidence}</UserText>] as const,
        ]
      : []),
  ];
  return (
    <Panel title={t('asked')}>
      <FactList columns={2} facts={facts} />
    </Panel>
  );
}

export function Days({ page }: { readonly page: SubjectPage }) {
  const { t, say } = useSubjectWords();
  return (
    <Panel title={t('days')}>
      <FactList
        columns={2}
        facts={[
          [t('answers'), say(page.body.names)],
          [t('received'), <Day key="r" value={page.receivedOn} />],
          [t('answerDue'), <Day key="a" value={page.answerDue} />],
          [t('due'), <Day key="d" value={page.due} />],
          [t('law'), page.citation && <bdi key="l">{page.citation}</bdi>],
          ...(page.extended
            ? [
                [
                  t('extended', { count: page.extended.days }),
                  <UserText key="x">{page.extended.reason}</UserText>,
                ] as const,
              ]
            : []),
          ...page.told.map(
            ({ whom, on }) =>
              [
                t('toldOn'),
                <span key={`${whom}/${on}`}>
                  <bdi>{whom}</bdi>, <Day value={on} />
                </span>,
              ] as const,
          ),
        ]}
      />
    </Panel>
  );
}

/** What came of it: data to fetch, a correction, a disposal, a refusal with its ground and what can be done. */
export function Outcome({ page }: { readonly page: SubjectPage }) {
  const { t, say } = useSubjectWords();
  const { refusal, answer, correction, disposal, hasExport } = page;
  return (
    <>
      {refusal && (
        <Notice tone="warn" title={t('refusedTitle')}>
          <p>
            {say(refusal.ground.names)} <bdi>({refusal.ground.citation})</bdi>
          </p>
          {refusal.reason !== '' && (
            <p>
              <UserText>{refusal.reason}</UserText>
            </p>
          )}
          <p>{say(refusal.remedy)}</p>
        </Notice>
      )}
      {answer !== null && answer !== '' && (
        <Notice title={t('answer')}>
          <UserText>{answer}</UserText>
        </Notice>
      )}
      {correction && (
        <Notice title={t('correction')}>
          {t(`correctionStates.${correction.state}`)}{' '}
          {page.acts.length > 0 && <To to={paths.correction(correction.id)}>{t('openCorrection')}</To>}
        </Notice>
      )}
      {disposal && (
        <Notice title={t('disposal')}>
          {t(`web-lifecycle:states.${disposal.state}`)}{' '}
          {page.acts.length > 0 && <To to={paths.disposal(disposal.id)}>{t('openDisposal')}</To>}
        </Notice>
      )}
      {hasExport && (
        <Row>
          <Button
            component="a"
            href={fileAddress(exportSubjectData, { params: { request: page.id } })}
            download={`${page.id}.zip`}
            leftSection={<IconDownload size={17} />}
          >
            {t('fetch')}
          </Button>
        </Row>
      )}
    </>
  );
}

export function StepsTaken({ page }: { readonly page: SubjectPage }) {
  const { t, say } = useSubjectWords();
  return (
    <Panel title={t('steps')}>
      <Timeline
        label={t('steps')}
        events={page.steps.map(({ at, act, body, byNode, words }, i) => ({
          id: i,
          title: t(`acts.${act}`),
          by: byNode ? t('node') : body === null ? t('herself') : say(body.names),
          at: <Moment value={at} />,
          detail: words && <UserText>{words}</UserText>,
        }))}
      />
    </Panel>
  );
}
