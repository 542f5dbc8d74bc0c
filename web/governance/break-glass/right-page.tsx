/** One emergency right: who, why, until when; what was done under it; and the acts of the second and the third person. */
import { Button, Checkbox, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Static } from 'typebox';
import {
  confirmBreakGlass,
  endBreakGlass,
  getBreakGlass,
  reviewBreakGlass,
  type ActUnder,
} from '../../../src/governance/break-glass/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { FactList, type Fact } from '../../ui/fact-list.tsx';
import { FormEnd } from '../../ui/form.tsx';
import { useAddressPart } from '../../ui/hooks.ts';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page, Panel, Row, Split, Stack } from '../../ui/page.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Moment, Num, UserText } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { useActWords } from '../../work/use-act-words.ts';
import { usePermissionWord } from '../delegations/delegations-page.tsx';
import { RightState } from './right-state.tsx';

type Right = Static<typeof getBreakGlass.response & object>;
const refreshes = ['governance', 'work', 'identity.readSession'];

export function RightPage() {
  const { t } = useActWords();
  const right = useAddressPart('right');
  const query = useEndpoint(getBreakGlass, { params: { right } });
  return (
    <Page
      title={query.data ? query.data.who : t('breakGlass.one')}
      crumbs={[{ label: t('breakGlass.title'), to: paths.breakGlass() }]}
      mark={query.data && <RightState state={query.data.state} />}
      actions={query.data && <Acts right={query.data} />}
    >
      <Loaded query={query} shape="page">
        {(answer) => (
          <Split side={<Facts right={answer} />}>
            <Stack>
              <Notice tone="warn" title={t('breakGlass.reason')}>
                <UserText>{answer.reason}</UserText>
              </Notice>
              {answer.finding !== null && (
                <Notice
                  tone={answer.justified ? 'good' : 'bad'}
                  title={t(answer.justified ? 'breakGlass.justified' : 'breakGlass.unjustified')}
                >
                  <UserText>{answer.finding}</UserText>
                </Notice>
              )}
              {answer.confirmedAt !== null && <Done right={answer} />}
              {answer.mayReview && <Review right={answer} />}
            </Stack>
          </Split>
        )}
      </Loaded>
    </Page>
  );
}

function Acts({ right }: { readonly right: Right }) {
  const { t } = useActWords();
  const confirm = useCommand(confirmBreakGlass, { refreshes });
  const end = useCommand(endBreakGlass, { refreshes });
  const params = { right: right.id };
  const waits = right.state === 'asked';
  const ending = waits ? (right.mine ? 'withdraw' : 'refuse') : 'end';
  return (
    <Row>
      {right.mayEnd && (
        <Confirm
          title={t(`breakGlass.${ending}`)}
          words={
            <>
              <p>{t(waits ? 'breakGlass.refuseWords' : 'breakGlass.endWords')}</p>
              <ProblemNotice error={end.error} />
            </>
          }
          act={t(`breakGlass.${ending}`)}
          onAct={() => end.mutateAsync({ params })}
        >
          {(open) => (
            <Button variant="default" onClick={open}>
              {t(`breakGlass.${ending}`)}
            </Button>
          )}
        </Confirm>
      )}
      {right.mayConfirm && (
        <Confirm
          title={t('breakGlass.confirm')}
          words={
            <>
              <p>{t('breakGlass.confirmWords', { hours: right.hours })}</p>
              <ProblemNotice error={confirm.error} />
            </>
          }
          act={t('breakGlass.confirm')}
          danger
          onAct={() => confirm.mutateAsync({ params })}
        >
          {(open) => (
            <Button color="red" onClick={open}>
              {t('breakGlass.confirm')}
            </Button>
          )}
        </Confirm>
      )}
    </Row>
  );
}

function Facts({ right }: { readonly right: Right }) {
  const { t, say } = useActWords();
  const word = usePermissionWord();
  const by = (name: string | null, at: string | null): Fact[1] =>
    name === null ? (
      '–'
    ) : (
      <>
        <UserText>{name}</UserText> · <Moment value={at} />
      </>
    );
  return (
    <Panel title={t('breakGlass.facts')}>
      <FactList
        facts={[
          [t('breakGlass.who'), by(right.who, right.askedAt)],
          [t('account.body'), say(right.body.names)],
          [t('breakGlass.what'), right.permissions.map((one) => <Tag key={one}>{word(one)}</Tag>)],
          [
            t('delegations.registers'),
            right.registers === null
              ? t('delegations.everyRegister')
              : right.registers.map(({ names }) => say(names)).join(' · '),
          ],
          [t('breakGlass.hours'), <Num key="hours" value={right.hours} />],
          [t('breakGlass.confirmedBy'), by(right.confirmedBy, right.confirmedAt)],
          [
            t(right.confirmedAt === null ? 'breakGlass.waitsUntil' : 'breakGlass.until'),
            <Moment key="until" value={right.endedAt ?? right.endsAt ?? right.waitsUntil} />,
          ],
          [t('breakGlass.reviewedBy'), by(right.reviewedBy, right.reviewedAt)],
        ]}
      />
    </Panel>
  );
}

/** What was done under it, from the audit trail. */
function Done({ right }: { readonly right: Right }) {
  const { t, action } = useActWords();
  const columns = useMemo<readonly Column<ActUnder>[]>(
    () => [
      { id: 'at', head: t('breakGlass.at'), width: 170, cell: ({ at }) => <Moment value={at} /> },
      {
        id: 'action',
        head: t('breakGlass.action'),
        width: 260,
        grow: true,
        wrap: true,
        cell: (act) => <To to={paths.auditEntry(act.entry)}>{action(act.action)}</To>,
      },
      { id: 'subject', head: t('breakGlass.subject'), width: 180, cell: ({ subject }) => <Code soft>{subject}</Code> },
      { id: 'records', head: t('breakGlass.records'), width: 110, cell: ({ records }) => <Num value={records} /> },
    ],
    [t, action],
  );
  return (
    <Panel title={t('breakGlass.acts', { count: right.acts.length })} note={t('breakGlass.actsNote')} flush>
      <DataTable
        id="governance.break-glass.acts"
        label={t('breakGlass.actsLabel')}
        columns={columns}
        rows={right.acts}
        rowKey={({ entry }) => entry}
        empty={<EmptyState title={t('breakGlass.noActs')} />}
      />
    </Panel>
  );
}

function Review({ right }: { readonly right: Right }) {
  const { t } = useActWords();
  const [finding, setFinding] = useState('');
  const [justified, setJustified] = useState(false);
  const review = useCommand(reviewBreakGlass, { refreshes });
  return (
    <Panel title={t('breakGlass.review')}>
      <Textarea
        label={t('breakGlass.finding')}
        description={t('breakGlass.findingNote')}
        autosize
        minRows={3}
        value={finding}
        onChange={(event) => setFinding(event.currentTarget.value)}
      />
      <Checkbox
        mt="md"
        label={t('breakGlass.justified')}
        checked={justified}
        onChange={(event) => setJustified(event.currentTarget.checked)}
      />
      <ProblemNotice error={review.error} />
      <FormEnd>
        <Button
          mt="md"
          disabled={finding.trim().length < 10}
          loading={review.isPending}
          onClick={() => review.mutate({ params: { right: right.id }, body: { justified, finding: finding.trim() } })}
        >
          {t('breakGlass.review')}
        </Button>
      </FormEnd>
    </Panel>
  );
}
