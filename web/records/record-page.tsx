/** One record: what it says, who answers for each value, how it came to be, and what can be done with it. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { IconArchive, IconPencil } from '@tabler/icons-react';
import { endRecord, getRecord, type RecordView } from '../../src/records/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { WhoIsThis } from '../registers/who/who-is-this.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page, Split } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { addressParts, To } from '../ui/to.tsx';
import { KeptElsewhere } from './kept-elsewhere.tsx';
import { OffButton } from '../ui/off-button.tsx';
import { mayOf } from '../ui/may.ts';
import { RecordHistory } from './record-history.tsx';
import { RecordValues } from './record-values.tsx';
import { titleField, useRegisterPlan } from './register-plan.ts';
import { UnitsSwitch } from './units.tsx';
import { PastNotice, WhenPicker } from './when-picker.tsx';

export function RecordPage() {
  const { t, say } = useWords('web-registers');
  const register = useAddressPart('register');
  const record = useAddressPart('record');
  const [when, show] = useView({ asOf: '', knownOn: '', units: '' });
  const past = when.asOf !== '' || when.knownOn !== '';
  const plan = useRegisterPlan(register);
  const asked = {
    allowed: true,
    ...(when.asOf && { asOf: when.asOf }),
    ...(when.knownOn && { knownOn: when.knownOn }),
  };
  const query = useEndpoint(
    getRecord,
    { params: { register, record }, query: asked },
    { when: plan.data !== undefined },
  );
  const name = plan.data ? say(plan.data.entry.names) : register;
  const title = plan.data && query.data ? String(query.data.values[titleField(plan.data.entity)] ?? '') : '';
  return (
    <Page
      title={title || t('record.one')}
      crumbs={[
        { label: t('web:menu.registers'), to: paths.registers() },
        { label: name, to: paths.register(register) },
      ]}
      lead={
        query.data && (
          <>
            {t('records.home')}: <To to={paths.body(query.data.body.code)}>{say(query.data.body.names)}</To>
            <WhoIsThis register={register} record={record} />
          </>
        )
      }
      actions={
        query.data && (
          <>
            {plan.data?.entity.fields.some(({ codeList }) => codeList) && (
              <UnitsSwitch units={when.units} onChange={(units) => show({ units })} />
            )}
            <WhenPicker {...when} timed={query.data.validFrom !== undefined} onChange={show} />
            {!past && <RecordActions register={register} view={query.data} />}
          </>
        )
      }
    >
      <PastNotice {...when} onNow={() => show({ asOf: '', knownOn: '' })} />
      <Loaded query={plan}>
        {(known) => (
          <Loaded query={query}>
            {(view) => (
              <Split side={<RecordHistory register={register} view={view} plan={known} />}>
                {!past && <KeptElsewhere view={view} />}
                <RecordValues register={register} plan={known} view={view} settles={!past} units={when.units} />
              </Split>
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function RecordActions({ register, view }: { readonly register: string; readonly view: RecordView }) {
  const { t } = useWords('web-registers');
  const navigate = useNavigate();
  const end = useCommand(endRecord, {
    // Not the record itself: it is no more, and asking for it would be refused.
    refreshes: ['records.listRecords', 'records.listBodyRecords', 'exchange', 'quality'],
    onDone: () => {
      notifications.show({ message: t('record.ended') });
      void navigate(addressParts(paths.register(register)));
    },
  });
  const [mayEnd, mayEdit] = [mayOf(view.allowed?.['records.endRecord']), mayOf(view.allowed?.['records.editRecord'])];
  return (
    <>
      {!mayEnd.allowed && (
        <OffButton may={mayEnd} variant="default" leftSection={<IconArchive size={17} />}>
          {t('record.end')}
        </OffButton>
      )}
      {mayEnd.allowed && (
        <Confirm
          title={t('record.endTitle')}
          words={
            <>
              <p>{t('record.endWords')}</p>
              <ProblemNotice error={end.error} />
            </>
          }
          act={t('record.end')}
          danger
          onAct={() =>
            end.mutateAsync({ params: { register, record: view.record }, ifMatch: `"${String(view.version)}"` })
          }
        >
          {(open) => (
            <Button variant="default" leftSection={<IconArchive size={17} />} onClick={open}>
              {t('record.end')}
            </Button>
          )}
        </Confirm>
      )}
      {!mayEdit.allowed && (
        <OffButton may={mayEdit} leftSection={<IconPencil size={17} />}>
          {t('record.change')}
        </OffButton>
      )}
      {mayEdit.allowed && (
        <Button
          component={To}
          plain
          to={paths.editRecord(register, view.record)}
          leftSection={<IconPencil size={17} />}
        >
          {t('record.change')}
        </Button>
      )}
    </>
  );
}
