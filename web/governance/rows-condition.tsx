/** Which rows an agreement opens, in words and as written; its provider writes it in the editor of the language. */
import { Button, Group } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { getRegister, setCondition, type AgreementPage } from '../../src/governance/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { OffButton } from '../ui/off-button.tsx';
import { mayOf } from '../ui/may.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Panel, Stack } from '../ui/page.tsx';
import { Loading } from '../ui/states.tsx';
import { Code } from '../ui/values.tsx';

const ExpressionEditor = lazy(async () => ({
  default: (await import('../dictionary/expression-editor.tsx')).ExpressionEditor,
}));

export function RowsCondition({ agreement }: { readonly agreement: AgreementPage }) {
  const { t, say } = useWords('governance');
  const [open, setOpen] = useState(false);
  const { condition, state } = agreement;
  const isOver = state === 'revoked' || state === 'expired' || agreement.home !== null;
  return (
    <Panel
      title={t('condition.title')}
      actions={
        !isOver &&
        !open && (
          <OffButton
            may={mayOf(agreement.allowed['governance.setCondition'])}
            size="compact-sm"
            variant="default"
            onClick={() => setOpen(true)}
          >
            {t('condition.change')}
          </OffButton>
        )
      }
    >
      {condition === null ? (
        <p>{t('condition.none')}</p>
      ) : (
        <>
          <p dir="auto">{t('condition.only', { words: say(condition.words) })}</p>
          <p dir="ltr">
            <Code soft>{condition.expression}</Code>
          </p>
        </>
      )}
      {open && <ConditionForm agreement={agreement} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

interface ConditionFormProps {
  readonly agreement: AgreementPage;
  readonly onClose: () => void;
}

function ConditionForm({ agreement, onClose }: ConditionFormProps) {
  const { t } = useWords('governance');
  const [typed, setTyped] = useState(agreement.condition?.expression ?? '');
  const register = useEndpoint(getRegister, { params: { register: agreement.register.code } });
  const set = useCommand(setCondition, { refreshes: ['governance', 'records', 'exchange'], onDone: onClose });
  const send = (condition: string | null) => set.mutate({ params: { agreement: agreement.code }, body: { condition } });
  return (
    <Stack>
      <p>{t('condition.words')}</p>
      {register.data ? (
        <Suspense fallback={<Loading shape="lines" />}>
          <ExpressionEditor
            label={t('condition.label')}
            value={typed}
            entity={register.data.entity}
            result="boolean"
            onChange={setTyped}
          />
        </Suspense>
      ) : (
        <Loading shape="lines" />
      )}
      <ProblemNotice error={set.error ?? register.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('web:action.cancel')}
        </Button>
        {agreement.condition && (
          <Button variant="default" loading={set.isPending} onClick={() => send(null)}>
            {t('condition.remove')}
          </Button>
        )}
        <Button disabled={typed.trim() === ''} loading={set.isPending} onClick={() => send(typed.trim())}>
          {t('condition.set')}
        </Button>
      </Group>
    </Stack>
  );
}
