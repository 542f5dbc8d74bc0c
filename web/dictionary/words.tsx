/** Words of the dictionary's own vocabulary: types, labels, sources. Keys stand in `web:dictionary.*`. */
import { listCodeLists, listEntities } from '../../src/dictionary/contract.ts';
import { listRegisters } from '../../src/governance/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Tabs } from '../ui/tabs.tsx';
import { To } from '../ui/to.tsx';
import { Code } from '../ui/values.tsx';
import { Tag, type Tone } from '../ui/verdict.tsx';

export function DictionaryTabs({ current }: { readonly current: string }) {
  const { t } = useWords();
  return (
    <Tabs
      label={t('web:menu.dictionary')}
      current={current}
      tabs={[
        { label: t('web:menu.elements'), to: paths.dictionary() },
        { label: t('web:menu.entities'), to: paths.entities() },
        { label: t('web:menu.codeLists'), to: paths.codeLists() },
        { label: t('web:menu.mappings'), to: paths.mappings() },
        { label: t('web:menu.releases'), to: paths.releases() },
        { label: t('web:menu.proposals'), to: paths.proposals() },
        { label: t('web:menu.overlay'), to: paths.overlay() },
      ]}
    />
  );
}

/** The name of a register for people; its technical name until that is known. */
export function useRegisterName(): (register: string) => string {
  const { say } = useWords();
  const registers = useEndpoint(listRegisters, {}, { keep: true });
  return (register) => {
    const found = registers.data?.items.find(({ name }) => name === register);
    return found ? say(found.names) : register;
  };
}

/** The way to a register; one that is kept elsewhere has no page here. */
export function RegisterLink({ register }: { readonly register: string }) {
  const { say } = useWords();
  const registers = useEndpoint(listRegisters, {}, { keep: true });
  const found = registers.data?.items.find(({ name }) => name === register);
  return found ? <To to={paths.register(register)}>{say(found.names)}</To> : <Code soft>{register}</Code>;
}

/** The name of an entity; its technical name until that is known. */
export function EntityName({ entity }: { readonly entity: string }) {
  const { say } = useWords();
  const entities = useEndpoint(listEntities, {}, { keep: true });
  const found = entities.data?.items.find(({ name }) => name === entity);
  return <>{found ? say(found.names) : entity}</>;
}

/** An entity by its name, and the way there. */
export function EntityLink({ entity }: { readonly entity: string }) {
  return (
    <To to={paths.entity(entity)}>
      <EntityName entity={entity} />
    </To>
  );
}

/** A code list by its name, and the way there. */
export function CodeListLink({ list, title }: { readonly list: string; readonly title?: string }) {
  const { say } = useWords();
  const lists = useEndpoint(listCodeLists, { query: {} }, { keep: true });
  const found = lists.data?.items.find(({ code }) => code === list);
  return (
    <To to={paths.codeList(list)} {...(title ? { title } : {})}>
      {found ? say(found.names) : list}
    </To>
  );
}

const personalTones: Readonly<Record<string, Tone>> = { sensitive: 'warn', basic: 'info' };
const sharingTones: Readonly<Record<string, Tone>> = { open: 'good', shared: 'info' };

interface Labelled {
  readonly labels: { readonly sharing: string; readonly personal: string };
}

export function SharingTag({ labels }: Labelled) {
  const { t } = useWords();
  return <Tag tone={sharingTones[labels.sharing] ?? 'quiet'}>{t(`web:label.sharing.${labels.sharing}`)}</Tag>;
}

export function PersonalTag({ labels }: Labelled) {
  const { t } = useWords();
  if (labels.personal === 'none') return null;
  return <Tag tone={personalTones[labels.personal] ?? 'quiet'}>{t(`web:label.personal.${labels.personal}`)}</Tag>;
}

/** A code's type is its list, and the way there; other types are a word. */
export function DataTypeWord({
  dataType,
  codeList,
}: {
  readonly dataType: string;
  readonly codeList?: string | undefined;
}) {
  const { t } = useWords();
  if (!codeList) return <>{t(`web:dataType.${dataType}`)}</>;
  return <CodeListLink list={codeList} title={t('web:dataType.code')} />;
}
