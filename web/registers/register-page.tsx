/** The records of a register, as far as the reader may see them. */
import { useCallback } from 'react';
import { paths } from '../paths.ts';
import { RecordsTable } from '../records/records-table.tsx';
import { useRegisterPlan } from '../records/register-plan.ts';
import { Loaded } from '../ui/states.tsx';
import { RegisterFrame } from './register-frame.tsx';

export function RegisterPage() {
  return (
    <RegisterFrame tab={paths.register}>{(_catalogue, register) => <Records register={register} />}</RegisterFrame>
  );
}

function Records({ register }: { readonly register: string }) {
  const plan = useRegisterPlan(register);
  const toRecord = useCallback((record: string) => paths.record(register, record), [register]);
  return (
    <Loaded query={plan} shape="table">
      {(known) => <RecordsTable key={register} register={register} plan={known} toRecord={toRecord} />}
    </Loaded>
  );
}
