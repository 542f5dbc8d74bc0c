/** The form of a request: a kind, then what that kind needs; for oneself, or for a person who came to the office. */
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { HeldRegister, OfferedKind, SubjectKind } from '../../../src/exchange/subject-requests/contract.ts';
import type { Named } from '../../../src/governance/contract.ts';
import { FormEnd } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Stack } from '../../ui/page.tsx';
import { Soft } from '../../ui/values.tsx';
import { useSubjectWords } from './use-subject-words.ts';

type Register = Static<typeof HeldRegister>;

export interface Wish {
  readonly kind: SubjectKind;
  readonly reason: string;
  readonly register?: string;
  readonly field?: string;
  readonly wanted?: string;
  readonly purpose?: string;
}

interface AskFormProps {
  readonly kinds: readonly Static<typeof OfferedKind>[];
  readonly held: readonly Pick<Register, 'register' | 'fields'>[];
  readonly purposes: readonly Named[];
  readonly start?: Partial<Wish>;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSend: (wish: Wish) => void;
}

const SHORTEST = 5;
const ofRegister: readonly SubjectKind[] = ['correct', 'erase', 'restrict'];
const ofPurpose: readonly SubjectKind[] = ['object', 'withdraw'];

/** What has been filled in so far. */
interface Draft {
  readonly kind: SubjectKind;
  readonly register: string | null;
  readonly field: string | null;
  readonly wanted: string;
  readonly purpose: string | null;
  readonly reason: string;
}

const needs = (kind: SubjectKind) => ({
  register: ofRegister.includes(kind),
  field: kind === 'correct',
  purpose: ofPurpose.includes(kind),
});

function isWhole({ kind, register, field, purpose, reason }: Draft): boolean {
  const needed = needs(kind);
  const isThere = (needed_: boolean, value: string | null) => !needed_ || value !== null;
  const all = [isThere(needed.register, register), isThere(needed.field, field), isThere(needed.purpose, purpose)];
  return reason.trim().length >= SHORTEST && all.every(Boolean);
}

function wishOf({ kind, register, field, wanted, purpose, reason }: Draft): Wish {
  const needed = needs(kind);
  return {
    ...{ kind, reason: reason.trim() },
    ...(needed.register && register !== null && { register }),
    ...(needed.field && field !== null && { field, wanted: wanted.trim() }),
    ...(needed.purpose && purpose !== null && { purpose }),
  };
}

const begun = ({ kind, register, field, purpose }: Partial<Wish>, first: SubjectKind): Draft => ({
  ...{ kind: kind ?? first, register: register ?? null, field: field ?? null },
  ...{ purpose: purpose ?? null, wanted: '', reason: '' },
});

export function AskForm({ kinds, held, purposes, start = {}, busy, error, onSend }: AskFormProps) {
  const { t } = useSubjectWords();
  const [draft, setDraft] = useState(() => begun(start, kinds[0]?.kind ?? 'view'));
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  return (
    <Stack>
      <Select
        label={t('kind')}
        allowDeselect={false}
        value={draft.kind}
        onChange={(value) => change({ kind: (value ?? draft.kind) as SubjectKind })}
        data={kinds.map((one) => ({ value: one.kind, label: t(`kinds.${one.kind}`) }))}
      />
      <KindNote kind={draft.kind} terms={kinds.find((one) => one.kind === draft.kind)} />
      <What draft={draft} change={change} held={held} purposes={purposes} />
      <Textarea
        label={t('reason')}
        rows={3}
        maxLength={2000}
        required
        value={draft.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
      />
      <ProblemNotice error={error} />
      <FormEnd>
        <Button disabled={!isWhole(draft)} loading={busy} onClick={() => onSend(wishOf(draft))}>
          {t('send')}
        </Button>
      </FormEnd>
    </Stack>
  );
}

function KindNote({
  kind,
  terms,
}: {
  readonly kind: SubjectKind;
  readonly terms: AskFormProps['kinds'][number] | undefined;
}) {
  const { t } = useSubjectWords();
  return (
    <Soft>
      {t(`kindNote.${kind}`)}{' '}
      {terms && (
        <>
          {t(terms.count === 'working' ? 'within' : 'withinCalendar', { count: terms.days })}{' '}
          <bdi>({terms.citation})</bdi>
        </>
      )}
    </Soft>
  );
}

interface WhatProps extends Pick<AskFormProps, 'held' | 'purposes'> {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}

/** What this kind needs: a register, a field with its value, a purpose. */
function What({ draft, change, held, purposes }: WhatProps) {
  const { t, say } = useSubjectWords();
  const needed = needs(draft.kind);
  return (
    <>
      {needed.register && (
        <Select
          label={t('register')}
          required
          value={draft.register}
          onChange={(register) => change({ register, field: null })}
          data={held.map((one) => ({ value: one.register.code, label: say(one.register.names) }))}
        />
      )}
      {needed.field && draft.register !== null && (
        <Field
          draft={draft}
          change={change}
          fields={held.find((one) => one.register.code === draft.register)?.fields ?? []}
        />
      )}
      {needed.purpose && (
        <Select
          label={t('purpose')}
          required
          searchable
          value={draft.purpose}
          onChange={(purpose) => change({ purpose })}
          data={purposes.map(({ code, names }) => ({ value: code, label: say(names) }))}
        />
      )}
    </>
  );
}

interface FieldProps extends Pick<WhatProps, 'draft' | 'change'> {
  readonly fields: Register['fields'];
}

function Field({ draft, change, fields }: FieldProps) {
  const { t, say } = useSubjectWords();
  const chosen = fields.find(({ code }) => code === draft.field);
  return (
    <>
      <Select
        label={t('field')}
        required
        searchable
        value={draft.field}
        onChange={(field) => change({ field, wanted: '' })}
        data={fields.map(({ code, names }) => ({ value: code, label: say(names) }))}
      />
      {chosen && (
        <Wanted
          value={draft.wanted}
          onChange={(wanted) => change({ wanted })}
          options={chosen.options}
          type={chosen.type}
        />
      )}
    </>
  );
}

interface WantedProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly Named[] | undefined;
  readonly type: string | undefined;
}

function Wanted({ value, onChange, options, type }: WantedProps) {
  const { t, say } = useSubjectWords();
  if (options)
    return (
      <Select
        label={t('wanted')}
        searchable
        value={value === '' ? null : value}
        onChange={(chosen) => onChange(chosen ?? '')}
        data={options.map(({ code, names }) => ({ value: code, label: say(names) || code }))}
      />
    );
  return (
    <TextInput
      label={t('wanted')}
      description={type === 'date' ? t('asDay') : undefined}
      value={value}
      maxLength={1000}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
