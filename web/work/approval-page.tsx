/** One act that waits: what was asked for, by whom; and the way to agree, refuse or withdraw. */
import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import { listRegisters } from '../../src/governance/contract.ts';
import {
  agree,
  getApproval,
  refuseApproval,
  withdrawApproval,
  type Approval,
} from '../../src/platform/approvals/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { hasWord } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Confirm } from '../ui/confirm.tsx';
import { DecisionCard } from '../ui/decision-card.tsx';
import { FactList, type Fact } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Split, Stack } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day, Moment, UserText } from '../ui/values.tsx';
import { State, Verdict } from '../ui/verdict.tsx';
import { approvalTones } from './approvals-page.tsx';
import { useActWords } from './use-act-words.ts';

export function ApprovalPage() {
  const { t, action } = useActWords();
  const approval = useAddressPart('approval');
  const query = useEndpoint(getApproval, { params: { approval } });
  const { data } = query;
  return (
    <Page
      title={data ? action(data.action) : t('approvals.title')}
      mark={data && <Verdict tone={approvalTones[data.state]}>{t(`approvals.states.${data.state}`)}</Verdict>}
      crumbs={[
        { label: t('web:menu.work'), to: paths.work() },
        { label: t('approvals.title'), to: paths.approvals() },
      ]}
    >
      <Loaded query={query} shape="page">
        {(page) => <One page={page} />}
      </Loaded>
    </Page>
  );
}

function One({ page }: { readonly page: Approval }) {
  const { t, say } = useActWords();
  const person = ({ name, body }: Approval['proposedBy']) => (
    <>
      <UserText>{name}</UserText>
      {body && `, ${say(body.names)}`}
    </>
  );
  return (
    <Split side={page.state === 'open' && <Acts page={page} />}>
      <Panel title={t('approvals.about')}>
        <FactList
          facts={[
            [t('approvals.by'), person(page.proposedBy)],
            [t('approvals.at'), <Moment key="at" value={page.proposedAt} />],
            [t('approvals.until'), <Moment key="until" value={page.expiresAt} />],
            ...(page.decidedBy
              ? ([
                  [t('approvals.decidedBy'), person(page.decidedBy)],
                  [t('approvals.at'), <Moment key="decided" value={page.decidedAt} />],
                ] as const)
              : []),
            ...(page.reason === null
              ? []
              : [[t('approvals.reason'), <UserText key="r">{page.reason}</UserText>] as const]),
            ...(page.outcome?.title === undefined ? [] : [[t('approvals.outcome'), page.outcome.title] as const]),
            [t('approvals.digest'), <Code key="digest">{page.digest.slice(0, 16)}</Code>],
          ]}
        />
      </Panel>
      <Panel title={t('approvals.request')} note={t('approvals.requestNote')}>
        {page.request === null ? <p>{t('approvals.gone')}</p> : <Request value={page.request} names={page.names} />}
      </Panel>
    </Split>
  );
}

/** Members by their words; what has none by its name. */
interface RequestProps {
  readonly value: Readonly<Record<string, unknown>>;
  readonly names: Approval['names'];
}

function Request({ value, names }: RequestProps) {
  const { t } = useActWords();
  const facts = Object.entries(value).map(([name, one]): Fact => {
    const isChange = name === 'to' && typeof one === 'object';
    const key = `web-acts:approvals.fields.${isChange ? 'becomes' : name}`;
    return [
      hasWord(key) ? t(key) : <Code key={name}>{name}</Code>,
      <Value key="value" name={name} value={one} names={names} />,
    ];
  });
  return <FactList facts={facts} />;
}

interface ValueProps {
  readonly name: string;
  readonly value: unknown;
  readonly names: Approval['names'];
}

function Value({ name, value, names }: ValueProps) {
  const { t, say, post } = useActWords();
  const registers = useEndpoint(listRegisters, {}, { when: name === 'register' });
  if (value === null || value === undefined) return <>–</>;
  if (Array.isArray(value)) return <>{value.map((one) => String(one)).join(' · ')}</>;
  if (typeof value === 'object') return <Request value={value as Record<string, unknown>} names={names} />;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return <Day value={text} />;
  if (hasWord(`bodies:posts.${text}`)) return <>{post(text)}</>;
  if (hasWord(`web:label.${name}.${text}`)) return <>{t(`web:label.${name}.${text}`)}</>;
  const register = name === 'register' && registers.data?.items.find((one) => one.name === text);
  if (register) return <To to={paths.registerTerms(text)}>{say(register.names)}</To>;
  if (Object.hasOwn(names, text)) return <UserText>{names[text]}</UserText>;
  return <UserText>{text}</UserText>;
}

const refreshes = ['approvals', 'work', 'governance', 'bodies', 'identity', 'ledger'];

function Acts({ page }: { readonly page: Approval }) {
  const { t } = useActWords();
  const [reason, setReason] = useState('');
  const agreeing = useCommand(agree, { refreshes });
  const refusing = useCommand(refuseApproval, { refreshes });
  const withdrawing = useCommand(withdrawApproval, { refreshes });
  const params = { approval: page.id };
  const may = page.mayAgree === true;
  return (
    <Panel title={t('approvals.state')}>
      <Stack>
        <State tone={may ? 'info' : 'busy'}>{t(`approvals.may.${String(page.mayAgree)}`)}</State>
        {page.decision && !page.mine && <DecisionCard decision={page.decision} />}
        {may && (
          <>
            <Confirm
              title={t('approvals.agree')}
              words={t('approvals.agreeWords')}
              act={t('approvals.agree')}
              onAct={() => agreeing.mutateAsync({ params, body: { digest: page.digest } })}
            >
              {(open) => (
                <Button loading={agreeing.isPending} onClick={open}>
                  {t('approvals.agree')}
                </Button>
              )}
            </Confirm>
            <Textarea
              label={t('approvals.refuseReason')}
              autosize
              minRows={2}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <Group>
              <Button
                variant="default"
                disabled={reason.trim() === ''}
                loading={refusing.isPending}
                onClick={() => refusing.mutate({ params, body: { reason: reason.trim() } })}
              >
                {t('approvals.refuse')}
              </Button>
            </Group>
          </>
        )}
        {page.mine && (
          <Confirm
            title={t('approvals.withdraw')}
            words={t('approvals.withdrawWords')}
            act={t('approvals.withdraw')}
            danger
            onAct={() => withdrawing.mutateAsync({ params })}
          >
            {(open) => (
              <Button variant="default" onClick={open}>
                {t('approvals.withdraw')}
              </Button>
            )}
          </Confirm>
        )}
        <ProblemNotice error={agreeing.error ?? refusing.error ?? withdrawing.error} />
      </Stack>
    </Panel>
  );
}
