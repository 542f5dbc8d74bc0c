/** My duties beside my work: what each post owes, what my body answers for, and what is owed to my line. */
import { readMyDuties, type MyDuties } from '../../src/governance/responsibilities/contract.ts';
import { useEndpoint } from '../api.ts';
import { useDutyWords } from '../governance/duties/use-duty-words.ts';
import { paths } from '../paths.ts';
import { FactList } from '../ui/fact-list.tsx';
import { Panel, Row, Stack } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { State, Tag } from '../ui/verdict.tsx';
import { DaysLeft, WorkTitle } from './work-words.tsx';

export function MyDutiesPanels() {
  const duties = useEndpoint(readMyDuties, {});
  if (!duties.data || duties.data.body === null) return null;
  return (
    <Stack>
      <Own duties={duties.data} />
      {duties.data.line && <Line line={duties.data.line} />}
    </Stack>
  );
}

function Own({ duties }: { readonly duties: MyDuties }) {
  const { t, say, role, post } = useDutyWords();
  const { posts, responsibilities, gaps } = duties;
  return (
    <Panel
      title={t('mine')}
      actions={
        gaps.open > 0 && (
          <To to={paths.gaps()}>
            <State tone={gaps.overdue > 0 ? 'bad' : 'warn'}>{t('gapsOpen', { count: gaps.open })}</State>
          </To>
        )
      }
    >
      <FactList
        longNames
        facts={[
          ...posts.map((one) => [post(one.post), <Counts key={one.post} {...one} />] as const),
          [
            t('answersFor'),
            responsibilities.length === 0 ? null : (
              <Row>
                {responsibilities.map(({ id, register, role: of }) => (
                  <span key={id}>
                    <To to={paths.registerTerms(register.code)}>{say(register.names)}</To> <Tag>{role(of)}</Tag>
                  </span>
                ))}
              </Row>
            ),
          ],
        ]}
      />
    </Panel>
  );
}

function Counts({ open, overdue }: { readonly open: number; readonly overdue: number }) {
  const { t } = useDutyWords();
  return (
    <>
      <Tag>{t('openCount', { count: open })}</Tag>{' '}
      {overdue > 0 && <Tag tone="bad">{t('overdueCount', { count: overdue })}</Tag>}
    </>
  );
}

/** The second of two lines: whoever owes it has it on his own list as well. */
function Line({ line }: { readonly line: NonNullable<MyDuties['line']> }) {
  const { t, say, post } = useDutyWords();
  return (
    <Panel title={t(`line.${line.kind}`)} note={t('lineLead')} actions={<Counts {...line.counts} />}>
      {line.items.length === 0 && <EmptyState title={t('lineEmpty')} />}
      <FactList
        longNames
        facts={line.items.slice(0, 20).map((item) => [
          <span key="w">
            <To to={item.link}>
              <WorkTitle item={item} />
            </To>{' '}
            <Tag>
              {post(item.post)}, {say(item.bodyRef.names)}
            </Tag>
          </span>,
          <DaysLeft key="d" item={item} />,
        ])}
      />
    </Panel>
  );
}
