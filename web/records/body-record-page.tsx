/**
 * A record asked for by its body: the words above a refusal come from the address, never from the record, so that one
 * who may not see it learns nothing, not even whether it is there.
 */
import { getBody } from '../../src/bodies/contract.ts';
import { getBodyRecord } from '../../src/records/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { useAddressPart } from '../ui/hooks.ts';
import { Page, Split } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { RecordHistory } from './record-history.tsx';
import { RecordValues } from './record-values.tsx';
import { useRegisterPlan } from './register-plan.ts';

export function BodyRecordPage() {
  const { t, say } = useWords('web-registers');
  const [body, register, record] = ['body', 'register', 'record'].map(useAddressPart) as [string, string, string];
  const plan = useRegisterPlan(register);
  const home = useEndpoint(getBody, { params: { body } });
  const query = useEndpoint(getBodyRecord, { params: { body, register, record }, query: { allowed: true } });
  const registerName = plan.data ? say(plan.data.entry.names) : register;
  const bodyName = home.data ? say(home.data.body.names) : body;
  return (
    <Page
      title={t('record.ofBody', { register: registerName, body: bodyName })}
      crumbs={[
        { label: t('web:menu.registers'), to: paths.registers() },
        { label: registerName, to: paths.register(register) },
        { label: bodyName, to: paths.bodyRegister(body, register) },
      ]}
    >
      <Loaded query={query} shape="page">
        {(view) => (
          <Loaded query={plan}>
            {(known) => (
              <Split side={<RecordHistory register={register} view={view} plan={known} />}>
                <RecordValues register={register} plan={known} view={view} settles />
              </Split>
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
