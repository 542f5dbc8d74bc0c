/** What stands in the menu, and for whom. The words are `web:menu.<id>`. */
import {
  IconBook2,
  IconBuildingCommunity,
  IconChecklist,
  IconCompass,
  IconDatabase,
  IconFileSpreadsheet,
  IconGauge,
  IconHistory,
  IconHome,
  IconEye,
  IconPlugConnected,
  IconScale,
  IconSitemap,
  IconTimeline,
  IconTopologyStar3,
  IconUserCircle,
  type TablerIcon,
} from '@tabler/icons-react';
import { paths } from '../paths.ts';

export interface MenuItem {
  readonly id: string;
  readonly to: string;
  readonly icon: TablerIcon;
  /** Addresses that belong to it besides its own. */
  readonly under?: readonly string[];
}

export const wholeMenu: readonly MenuItem[] = [
  { id: 'home', to: paths.home(), icon: IconHome },
  { id: 'work', to: paths.work(), icon: IconChecklist },
  { id: 'strategy', to: paths.strategy(), icon: IconCompass },
  { id: 'architecture', to: paths.architecture(), icon: IconSitemap },
  { id: 'governance', to: paths.governance(), icon: IconScale },
  { id: 'dictionary', to: paths.dictionary(), icon: IconBook2 },
  { id: 'registers', to: paths.registers(), icon: IconDatabase },
  { id: 'quality', to: paths.qualityOverview(), icon: IconGauge },
  { id: 'sharing', to: paths.sharing(), under: ['/exchange'], icon: IconPlugConnected },
  {
    id: 'nodes',
    to: paths.nodes(),
    under: [paths.nodes(), paths.nodeFlow(), paths.charter(), paths.feeds(), paths.metVersions()],
    icon: IconTopologyStar3,
  },
  { id: 'window', to: paths.window(), icon: IconEye },
  { id: 'audit', to: paths.audit(), under: [paths.audit(), '/exchange/evidence'], icon: IconHistory },
  { id: 'bodies', to: paths.bodies(), icon: IconBuildingCommunity },
];

export const officerMenu: readonly MenuItem[] = [
  { id: 'work', to: paths.work(), icon: IconChecklist },
  { id: 'loadMine', to: paths.loadMine(), icon: IconFileSpreadsheet },
  { id: 'lastResult', to: paths.lastResult(), icon: IconTimeline },
];

/** Of the person whom data describe. */
export const personMenu: readonly MenuItem[] = [
  { id: 'window', to: paths.window(), under: [paths.window(), paths.home()], icon: IconEye },
  { id: 'account', to: paths.account(), icon: IconUserCircle },
];

/** Where she may be: nothing else would answer her. */
export const isHers = (address: string): boolean => menuItemOf(address, personMenu) !== undefined;

/** The entry an address belongs to: the one with the longest beginning of it. */
export function menuItemOf(address: string, menu: readonly MenuItem[]): MenuItem | undefined {
  const fits = ({ to, under = [to] }: MenuItem) =>
    [to, ...under].filter((start) => address === start || (start !== '/' && address.startsWith(`${start}/`)));
  const longest = (item: MenuItem) => Math.max(0, ...fits(item).map((start) => start.length));
  return menu.filter((item) => longest(item) > 0).sort((a, b) => longest(b) - longest(a))[0];
}
