/** What the palette finds: pages, dictionary, bodies, registers, tasks. Everything is compared folded, without marks. */
import {
  IconArrowsExchange,
  IconBook2,
  IconBuildingCommunity,
  IconChecklist,
  IconDatabase,
  IconFileImport,
  IconHash,
  IconListDetails,
  IconPencilCheck,
  IconTable,
  type TablerIcon,
} from '@tabler/icons-react';
import { listBodies } from '../../src/bodies/contract.ts';
import { search, type SearchHit } from '../../src/dictionary/contract.ts';
import { listRegisters } from '../../src/governance/contract.ts';
import { fold } from '../../src/platform/search/fold.ts';
import { listTasks } from '../../src/strategy/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import type { MenuItem } from './menu.ts';

export interface Hit {
  readonly id: string;
  readonly label: string;
  readonly note?: string | undefined;
  readonly code?: string | undefined;
  readonly to: string;
  readonly icon: TablerIcon;
}

export interface HitGroup {
  readonly id: string;
  readonly label: string;
  readonly hits: readonly Hit[];
}

const MOST = 6;

const dictionaryIcons: Readonly<Record<SearchHit['kind'], TablerIcon>> = {
  element: IconBook2,
  entity: IconTable,
  'code-list': IconListDetails,
  code: IconHash,
};

const addressOfHit = ({ kind, code, list }: SearchHit): string =>
  ({
    element: () => paths.element(code),
    entity: () => paths.entity(code),
    'code-list': () => paths.codeList(code),
    code: () => withView(paths.codeList(list ?? ''), { code }),
  })[kind]();

/** People write "Code 99231": the number alone is what the list knows. */
const withoutWord = (asked: string) => /^\p{L}+\s+(\d{2,})$/u.exec(asked)?.[1] ?? asked;

const matches = (wanted: string, ...texts: readonly string[]) => {
  const words = fold(wanted).split(' ');
  const whole = fold(texts.join(' '));
  return words.every((word) => whole.includes(word));
};

export function useHits(text: string, asked: string, menu: readonly MenuItem[]) {
  const pages = usePageHits(text, menu);
  const dictionary = useDictionaryHits(asked);
  const bodies = useBodyHits(asked);
  const lists = useListHits(asked);
  const groups = [pages, dictionary.group, ...lists.groups, bodies.group].filter(({ hits }) => hits.length > 0);
  return { groups, busy: dictionary.busy || bodies.busy || lists.busy };
}

function usePageHits(text: string, menu: readonly MenuItem[]): HitGroup {
  const { t } = useWords();
  const more: readonly MenuItem[] = [
    { id: 'tasks', to: paths.tasks(), icon: IconChecklist },
    { id: 'codeLists', to: paths.codeLists(), icon: IconListDetails },
    { id: 'entities', to: paths.entities(), icon: IconTable },
    { id: 'releases', to: paths.releases(), icon: IconBook2 },
    { id: 'mappings', to: paths.mappings(), icon: IconArrowsExchange },
    { id: 'proposals', to: paths.proposals(), icon: IconPencilCheck },
    { id: 'importDictionary', to: paths.importDictionary(), icon: IconFileImport },
  ];
  const all = [...menu, ...(text.trim() === '' ? [] : more)];
  const hits = all
    .map(({ id, to, icon }) => ({ id: `page-${id}`, label: t(`web:menu.${id}`), to, icon }))
    .filter(({ label }) => text.trim() === '' || matches(text, label));
  return { id: 'pages', label: t('web:search.pages'), hits };
}

function useDictionaryHits(asked: string) {
  const { t, say } = useWords();
  const q = withoutWord(asked);
  const found = useEndpoint(search, { query: { q, limit: MOST } }, { when: q !== '', keep: true });
  const items = q === '' ? [] : (found.data?.items ?? []);
  const hits = items.map((hit) => ({
    id: `${hit.kind}-${hit.list ?? ''}-${hit.code}`,
    label: say(hit.names),
    note: [t(`web:search.kind.${hit.kind}`), hit.list ?? (hit.definition && say(hit.definition))]
      .filter(Boolean)
      .join(' · '),
    code: hit.code,
    to: addressOfHit(hit),
    icon: dictionaryIcons[hit.kind],
  }));
  return { group: { id: 'dictionary', label: t('web:menu.dictionary'), hits }, busy: found.isFetching };
}

function useBodyHits(asked: string) {
  const { t, say } = useWords();
  const query = { text: withoutWord(asked), limit: MOST };
  const found = useEndpoint(listBodies, { query }, { when: asked !== '', keep: true });
  const items = asked === '' ? [] : (found.data?.items ?? []);
  const hits = items.map(({ id, code, names }) => ({
    id: `body-${id}`,
    label: say(names),
    code,
    to: paths.body(code),
    icon: IconBuildingCommunity,
  }));
  return { group: { id: 'bodies', label: t('web:menu.bodies'), hits }, busy: found.isFetching };
}

/** Registers and tasks are few: fetched once, searched here. */
function useListHits(asked: string) {
  const { t, say } = useWords();
  const when = asked !== '';
  const registers = useEndpoint(listRegisters, {}, { when });
  const tasks = useEndpoint(listTasks, {}, { when });
  const registerHits = (registers.data?.items ?? [])
    .filter(({ name, names }) => when && matches(asked, name, ...Object.values(names)))
    .slice(0, MOST)
    .map(({ name, names }) => ({
      id: `register-${name}`,
      label: say(names),
      code: name,
      to: paths.register(name),
      icon: IconDatabase,
    }));
  const taskHits = (tasks.data?.items ?? [])
    .filter(({ code, names }) => when && matches(asked, code, ...Object.values(names)))
    .slice(0, MOST)
    .map(({ code, names, lead }) => ({
      id: `task-${code}`,
      label: say(names),
      note: say(lead.names),
      code,
      to: paths.task(code),
      icon: IconChecklist,
    }));
  return {
    groups: [
      { id: 'registers', label: t('web:menu.registers'), hits: registerHits },
      { id: 'tasks', label: t('web:menu.tasks'), hits: taskHits },
    ],
    busy: registers.isFetching || tasks.isFetching,
  };
}
