/** A register claims an element: at once where nobody has it, else by opening a dispute. */
import { Button, Select, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { listRegisters } from '../../../src/governance/contract.ts';
import type { Authority } from '../../../src/registers/authority/authorities-contract.ts';
import { claimElement } from '../../../src/registers/authority/disputes-contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { useSession } from '../../session.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Stack } from '../../ui/page.tsx';
import { addressParts } from '../../ui/to.tsx';

export function ClaimButton({ authority }: { readonly authority: Authority }) {
  const { me } = useSession();
  const may = me?.posts.some((post) => post === 'data-manager' || post === 'data-office') ?? false;
  return may ? <Claim authority={authority} /> : null;
}

function Claim({ authority }: { readonly authority: Authority }) {
  const { t, say } = useWords('web-once');
  const navigate = useNavigate();
  const [register, setRegister] = useState('');
  const [argument, setArgument] = useState('');
  const registers = useEndpoint(listRegisters, {});
  const claim = useCommand(claimElement, {
    refreshes: ['registers', 'work'],
    onDone: ({ dispute }) => {
      if (dispute) void navigate(addressParts(paths.dispute(dispute)));
      else notifications.show({ message: t('claim.given') });
    },
  });
  // Only what has the element can be trusted for it.
  const able = (registers.data?.items ?? []).filter(
    ({ entity, name }) =>
      authority.entities.some((one) => one.name === entity) &&
      name !== authority.authority?.name &&
      !authority.disputedBy.some((other) => other.name === name),
  );
  if (able.length === 0) return null;
  return (
    <Confirm
      title={t('claim.title')}
      words={
        <Stack>
          <p>
            <b>{say(authority.names)}</b>. {t(authority.authority ? 'claim.taken' : 'claim.free')}
          </p>
          <Select
            label={t('claim.register')}
            value={register || null}
            onChange={(next) => setRegister(next ?? '')}
            data={able.map(({ name, names }) => ({ value: name, label: say(names) }))}
          />
          <Textarea
            label={t('claim.argument')}
            rows={4}
            maxLength={4000}
            value={argument}
            onChange={(event) => setArgument(event.currentTarget.value)}
          />
          <ProblemNotice error={claim.error} />
        </Stack>
      }
      act={t('claim.act')}
      onAct={() => claim.mutateAsync({ params: { element: authority.element }, body: { register, argument } })}
    >
      {(open) => (
        <Button size="compact-sm" variant="default" onClick={open}>
          {t('claim.act')}
        </Button>
      )}
    </Confirm>
  );
}
