/** The steps of writing a request: what for, which data, on which terms. */
import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { listPurposes, listRegisters } from '../../src/governance/contract.ts';
import { listFields, type DemandInput, type FindingLine } from '../../src/governance/requests/request-contract.ts';
import { useEndpoint } from '../api.ts';
import { DayInput } from '../ui/day-input.tsx';
import { FieldGrid, FieldGroup } from '../ui/form.tsx';
import { Stack } from '../ui/page.tsx';
import { Tag } from '../ui/verdict.tsx';
import type { Writing } from './demand.ts';
import { LimitFields } from './limit-fields.tsx';
import { useRequestWords } from './use-request-words.ts';

export interface StepProps {
  readonly writing: Writing;
  readonly onChange: (writing: Writing) => void;
  readonly findings: readonly FindingLine[];
}

const setDemand = ({ writing, onChange }: StepProps, changes: Partial<DemandInput>) =>
  onChange({ ...writing, demand: { ...writing.demand, ...changes } });

const modes = ['lookup', 'query', 'feed', 'statistics'] as const;

export function WhyStep(props: StepProps) {
  const { t, say } = useRequestWords();
  const { writing, onChange } = props;
  const { demand } = writing;
  const registers = useEndpoint(listRegisters, {});
  const known = useEndpoint(listPurposes, {});
  const bases = known.data?.bases ?? [];
  const options = (all: readonly { readonly code: string; readonly names: Record<string, string> }[]) =>
    all.map(({ code, names }) => ({ value: code, label: say(names) }));
  return (
    <Stack>
      <FieldGrid>
        <Select
          label={t('register')}
          required
          value={writing.register || null}
          onChange={(register) =>
            onChange({ ...writing, register: register ?? '', demand: { ...demand, elements: [] } })
          }
          data={(registers.data?.items ?? [])
            .filter(({ state }) => state === 'published')
            .map(({ name, names }) => ({ value: name, label: say(names) }))}
        />
        <TextInput
          label={t('title')}
          required
          maxLength={200}
          value={writing.title}
          onChange={(event) => onChange({ ...writing, title: event.currentTarget.value })}
        />
        <Select
          label={t('purpose')}
          required
          value={demand.purpose ?? null}
          onChange={(purpose) => setDemand(props, { purpose: purpose ?? '' })}
          data={options(known.data?.purposes ?? [])}
        />
        <Select
          label={t('mode')}
          value={demand.mode ?? 'lookup'}
          allowDeselect={false}
          onChange={(mode) => setDemand(props, { mode: modes.find((one) => one === mode) ?? 'lookup' })}
          data={modes.map((mode) => ({ value: mode, label: t(`governance:modes.${mode}`) }))}
        />
      </FieldGrid>
      <Words {...props} field="purposeText" required />
      <FieldGrid>
        <Select
          label={t('basis')}
          required
          value={demand.basis ?? null}
          onChange={(basis) => setDemand(props, { basis: basis ?? '' })}
          data={options(bases)}
        />
        <Words {...props} field="citation" required single />
      </FieldGrid>
    </Stack>
  );
}

type WordField = 'purposeText' | 'citation' | 'volume' | 'recipient' | 'retention' | 'contact' | 'impactAssessment';

/** One text of the demand. */
function Words({
  field,
  required = false,
  single = false,
  ...props
}: StepProps & { readonly field: WordField; readonly required?: boolean; readonly single?: boolean }) {
  const { t } = useRequestWords();
  const Input = single ? TextInput : Textarea;
  return (
    <Input
      label={t(field)}
      description={t(`hint.${field}`)}
      required={required}
      maxLength={500}
      value={props.writing.demand[field] ?? ''}
      onChange={(event: { currentTarget: { value: string } }) =>
        setDemand(props, { [field]: event.currentTarget.value })
      }
    />
  );
}

/** Fields of the register, each with what is held against it; and whose rows. */
export function DataStep(props: StepProps) {
  const { t } = useRequestWords();
  const { demand } = props.writing;
  const rows = demand.rows ?? 'own-tree';
  return (
    <Stack>
      <Fields {...props} />
      <FieldGrid>
        <Select
          label={t('rows')}
          value={typeof rows === 'string' ? rows : 'under'}
          allowDeselect={false}
          onChange={(next) =>
            setDemand(props, { rows: next === 'under' ? { under: '' } : next === 'all' ? 'all' : 'own-tree' })
          }
          data={['own-tree', 'under', 'all'].map((one) => ({ value: one, label: t(`rowScope.${one}`) }))}
        />
        {typeof rows === 'object' && (
          <TextInput
            label={t('under')}
            value={rows.under}
            onChange={(event) => setDemand(props, { rows: { under: event.currentTarget.value } })}
          />
        )}
        <TextInput
          label={t('condition')}
          description={t('hint.condition')}
          dir="ltr"
          maxLength={2000}
          value={demand.condition ?? ''}
          onChange={(event) => setDemand(props, { condition: event.currentTarget.value || null })}
        />
      </FieldGrid>
    </Stack>
  );
}

function Fields(props: StepProps) {
  const { t, say } = useRequestWords();
  const { writing, findings } = props;
  const { register } = writing;
  const fields = useEndpoint(listFields, { params: { register } }, { when: register !== '' });
  const all = fields.data?.items ?? [];
  const { elements = [] } = writing.demand;
  const chosen = elements === 'all' ? all.map(({ element }) => element) : elements;
  const against = new Map(findings.flatMap(({ element, words }) => (element === undefined ? [] : [[element, words]])));
  return (
    <Checkbox.Group
      label={t('fields')}
      description={t('hint.fields')}
      value={[...chosen]}
      onChange={(next) => setDemand(props, { elements: next })}
    >
      <div
        style={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(260px, 100%), 1fr))',
          gap: 10,
          marginBlockStart: 10,
        }}
      >
        {all.map(({ element, names, personal }) => (
          <Checkbox
            key={element}
            value={element}
            label={
              <>
                {say(names)}{' '}
                {personal !== 'none' && (
                  <Tag tone={personal === 'sensitive' ? 'bad' : 'warn'}>
                    {t(`governance:labels.personal.${personal}`)}
                  </Tag>
                )}
              </>
            }
            {...(against.has(element) ? { description: against.get(element) } : {})}
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}

export function TermsStep(props: StepProps) {
  const { t } = useRequestWords();
  const { demand } = props.writing;
  return (
    <Stack>
      <FieldGrid>
        <Words {...props} field="volume" required single />
        <LimitFields limits={demand} onChange={(changes) => setDemand(props, changes)} />
      </FieldGrid>
      <FieldGrid>
        <DayInput label={t('from')} value={demand.from ?? ''} onChange={(from) => from && setDemand(props, { from })} />
        <DayInput label={t('to')} value={demand.to ?? ''} onChange={(to) => setDemand(props, { to: to || null })} />
      </FieldGrid>
      <FieldGrid>
        <Words {...props} field="recipient" required single />
        <Words {...props} field="retention" required single />
        <Words {...props} field="contact" single />
      </FieldGrid>
      <FieldGroup title={t('special')}>
        <Stack>
          <Checkbox
            label={t('microData')}
            checked={demand.microData ?? false}
            onChange={(event) => setDemand(props, { microData: event.currentTarget.checked })}
          />
          <Checkbox
            label={t('noReidentification')}
            checked={demand.noReidentification ?? false}
            onChange={(event) => setDemand(props, { noReidentification: event.currentTarget.checked })}
          />
          <Words {...props} field="impactAssessment" single />
        </Stack>
      </FieldGroup>
    </Stack>
  );
}
