/**
 * A body's part of a register. The body stands in the address, so a refusal can speak of what was asked without touching
 * a record.
 */
import { useCallback } from 'react';
import { getBody } from '../../src/bodies/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { RecordsTable } from '../records/records-table.tsx';
import { useRegisterPlan } from '../records/register-plan.ts';
import { useAddressPart } from '../ui/hooks.ts';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';

export function BodyRegisterPage() {
  const { t, say } = useWords('web-registers');
  const body = useAddressPart('body');
  const register = useAddressPart('register');
  const plan = useRegisterPlan(register);
  const home = useEndpoint(getBody, { params: { body } });
  const toRecord = useCallback((record: string) => paths.bodyRecord(body, register, record), [body, register]);
  const registerName = plan.data ? say(plan.data.entry.names) : register;
  const bodyName = home.data ? say(home.data.body.names) : body;
  return (
    <Page
      title={t('records.ofBody', { register: registerName, body: bodyName })}
      crumbs={[
        { label: t('web:menu.registers'), to: paths.registers() },
        { label: registerName, to: paths.register(register) },
      ]}
    >
      <Loaded query={plan} shape="table">
        {(known) => (
          <RecordsTable key={`${body}/${register}`} register={register} plan={known} body={body} toRecord={toRecord} />
        )}
      </Loaded>
    </Page>
  );
}
