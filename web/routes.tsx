/** Every page of the web on one screen: address, file, component. Each page is a chunk of its own. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouteComponent,
} from '@tanstack/react-router';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { FailedPage } from './shell/failed-page.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { Shell } from './shell/shell.tsx';
import { Loading } from './ui/states.tsx';

type Line = readonly [path: string, page: () => Promise<unknown>, component: string];

/** Addresses are made by paths.ts; `$name` here is `useParams({ strict: false }).name` there. */
const pages: readonly Line[] = [
  ['/', () => import('./home/home-page.tsx'), 'HomePage'],
  ['/search', () => import('./dictionary/dictionary-page.tsx'), 'DictionaryPage'],

  ['/work', () => import('./work/work-page.tsx'), 'WorkPage'],
  ['/work/approvals', () => import('./work/approvals-page.tsx'), 'ApprovalsPage'],
  ['/work/approvals/$approval', () => import('./work/approval-page.tsx'), 'ApprovalPage'],
  ['/work/load', () => import('./registers/load-mine-page.tsx'), 'LoadMinePage'],
  ['/work/last-result', () => import('./registers/last-result-page.tsx'), 'LastResultPage'],

  ['/strategy', () => import('./strategy/overview-page.tsx'), 'StrategyPage'],
  ['/strategy/tasks', () => import('./strategy/tasks/tasks-page.tsx'), 'TasksPage'],
  ['/strategy/tasks/$task', () => import('./strategy/tasks/task-page.tsx'), 'TaskPage'],
  ['/strategy/tasks/$task/plan', () => import('./strategy/tasks/plan-page.tsx'), 'PlanTaskPage'],
  ['/strategy/new-task', () => import('./strategy/tasks/plan-page.tsx'), 'NewTaskPage'],
  ['/strategy/import-tasks', () => import('./strategy/tasks/import-tasks-page.tsx'), 'ImportTasksPage'],
  ['/strategy/objectives/$objective', () => import('./strategy/tasks/objective-page.tsx'), 'ObjectivePage'],
  ['/strategy/indicators', () => import('./strategy/measures/indicators-page.tsx'), 'IndicatorsPage'],
  ['/strategy/indicators/$indicator', () => import('./strategy/measures/indicator-page.tsx'), 'IndicatorPage'],
  ['/strategy/documents', () => import('./strategy/documents/documents-page.tsx'), 'DocumentsPage'],
  ['/strategy/documents/$document', () => import('./strategy/documents/document-page.tsx'), 'DocumentPage'],
  ['/strategy/consultations', () => import('./strategy/consultations/consultations-page.tsx'), 'ConsultationsPage'],
  [
    '/strategy/consultations/$consultation',
    () => import('./strategy/consultations/consultation-page.tsx'),
    'ConsultationPage',
  ],

  ['/architecture', () => import('./architecture/inventory-page.tsx'), 'InventoryPage'],
  ['/architecture/flows', () => import('./architecture/flows-page.tsx'), 'FlowsPage'],
  ['/architecture/systems/$system', () => import('./architecture/system-page.tsx'), 'SystemPage'],
  ['/architecture/datasets/$dataset', () => import('./architecture/data-set-page.tsx'), 'DataSetPage'],

  ['/governance', () => import('./governance/owners-page.tsx'), 'OwnersPage'],
  ['/governance/registers/$register', () => import('./governance/terms-page.tsx'), 'TermsPage'],
  ['/governance/agreements', () => import('./governance/agreements-page.tsx'), 'AgreementsPage'],
  ['/governance/agreements/new', () => import('./governance/class-agreement-page.tsx'), 'ClassAgreementPage'],
  ['/governance/agreements/$agreement', () => import('./governance/agreement-page.tsx'), 'AgreementPage'],
  ['/governance/requests', () => import('./governance/requests-page.tsx'), 'RequestsPage'],
  ['/governance/requests/new', () => import('./governance/request-form-page.tsx'), 'NewRequestPage'],
  ['/governance/requests/$request', () => import('./governance/request-page.tsx'), 'RequestPage'],
  ['/governance/requests/$request/edit', () => import('./governance/request-form-page.tsx'), 'EditRequestPage'],
  ['/window', () => import('./exchange/window/window-page.tsx'), 'WindowPage'],
  ['/governance/purposes', () => import('./governance/privacy/purposes-page.tsx'), 'PurposesPage'],
  ['/governance/privacy', () => import('./governance/privacy/guard-page.tsx'), 'PrivacyPage'],
  ['/governance/privacy/breaches/$breach', () => import('./governance/privacy/breach-page.tsx'), 'BreachPage'],
  ['/governance/consents', () => import('./governance/subjects/consents-page.tsx'), 'ConsentsPage'],
  [
    '/governance/subject-requests',
    () => import('./governance/subjects/subject-requests-page.tsx'),
    'SubjectRequestsPage',
  ],
  [
    '/governance/subject-requests/new',
    () => import('./governance/subjects/file-request-page.tsx'),
    'FileSubjectRequestPage',
  ],
  [
    '/governance/subject-requests/$request',
    () => import('./governance/subjects/subject-request-page.tsx'),
    'SubjectRequestPage',
  ],
  [
    '/governance/privacy/assessments/$assessment',
    () => import('./governance/privacy/assessment-page.tsx'),
    'AssessmentPage',
  ],
  ['/governance/privacy/transfers/$transfer', () => import('./governance/privacy/transfer-page.tsx'), 'TransferPage'],
  ['/governance/privacy/risks/$risk', () => import('./governance/privacy/risk-page.tsx'), 'RiskPage'],
  ['/governance/matrix', () => import('./governance/duties/matrix-page.tsx'), 'MatrixPage'],
  ['/governance/gaps', () => import('./governance/duties/gaps-page.tsx'), 'GapsPage'],
  ['/governance/break-glass', () => import('./governance/break-glass/break-glass-page.tsx'), 'BreakGlassPage'],
  ['/governance/break-glass/$right', () => import('./governance/break-glass/right-page.tsx'), 'RightPage'],
  ['/governance/delegations', () => import('./governance/delegations/delegations-page.tsx'), 'DelegationsPage'],
  ['/governance/labels', () => import('./governance/labels/labels-page.tsx'), 'LabelsPage'],
  ['/governance/labels/$register', () => import('./governance/labels/register-labels-page.tsx'), 'RegisterLabelsPage'],
  ['/governance/lifecycle', () => import('./governance/lifecycle/board-page.tsx'), 'LifecyclePage'],
  ['/governance/lifecycle/due', () => import('./governance/lifecycle/due-page.tsx'), 'LifecycleDuePage'],
  ['/governance/lifecycle/holds', () => import('./governance/lifecycle/holds-page.tsx'), 'HoldsPage'],
  ['/governance/lifecycle/terms', () => import('./governance/lifecycle/terms-page.tsx'), 'RetentionTermsPage'],
  ['/governance/lifecycle/orders', () => import('./governance/lifecycle/orders-page.tsx'), 'DisposalOrdersPage'],
  ['/governance/lifecycle/orders/$order', () => import('./governance/lifecycle/order-page.tsx'), 'DisposalOrderPage'],
  ['/governance/lifecycle/disposals', () => import('./governance/lifecycle/disposals-page.tsx'), 'DisposalsPage'],
  [
    '/governance/lifecycle/disposals/$disposal',
    () => import('./governance/lifecycle/disposal-page.tsx'),
    'DisposalPage',
  ],
  ['/governance/marks', () => import('./governance/labels/marks-page.tsx'), 'MarksPage'],
  ['/governance/why', () => import('./governance/why-page.tsx'), 'WhyPage'],

  ['/dictionary', () => import('./dictionary/dictionary-page.tsx'), 'DictionaryPage'],
  ['/dictionary/elements/$element', () => import('./dictionary/element-page.tsx'), 'ElementPage'],
  ['/dictionary/entities', () => import('./dictionary/entities-page.tsx'), 'EntitiesPage'],
  ['/dictionary/entities/$entity', () => import('./dictionary/entity-page.tsx'), 'EntityPage'],
  ['/dictionary/code-lists', () => import('./dictionary/code-lists-page.tsx'), 'CodeListsPage'],
  ['/dictionary/code-lists/$list', () => import('./dictionary/code-list-page.tsx'), 'CodeListPage'],
  ['/dictionary/code-lists/$list/changes', () => import('./dictionary/code-changes-page.tsx'), 'CodeChangesPage'],
  ['/dictionary/code-lists/$list/crosswalks', () => import('./dictionary/crosswalks-page.tsx'), 'CrosswalksPage'],
  ['/dictionary/code-lists/$list/crosswalks/$other', () => import('./dictionary/crosswalk-page.tsx'), 'CrosswalkPage'],
  // prettier-ignore
  ['/dictionary/code-lists/$list/import-crosswalk', () => import('./dictionary/import-crosswalk-page.tsx'), 'ImportCrosswalkPage'],
  ['/dictionary/code-lists/$list/recut', () => import('./dictionary/recut-page.tsx'), 'RecutPage'],
  ['/dictionary/code-lists/$list/import', () => import('./dictionary/import-codes-page.tsx'), 'ImportCodesPage'],
  ['/dictionary/mappings', () => import('./dictionary/mappings/mappings-page.tsx'), 'MappingsPage'],
  ['/dictionary/mappings/$mapping', () => import('./dictionary/mappings/mapping-page.tsx'), 'MappingPage'],
  ['/dictionary/releases', () => import('./dictionary/releases-page.tsx'), 'ReleasesPage'],
  ['/dictionary/proposals', () => import('./dictionary/proposals/proposals-page.tsx'), 'ProposalsPage'],
  ['/dictionary/proposals/$proposal', () => import('./dictionary/proposals/proposal-page.tsx'), 'ProposalPage'],
  ['/dictionary/proposals/$proposal/$kind/$key', () => import('./dictionary/proposals/editor-page.tsx'), 'EditorPage'],
  ['/dictionary/overlay', () => import('./dictionary/overlay-page.tsx'), 'OverlayPage'],
  ['/dictionary/import', () => import('./dictionary/proposals/import-page.tsx'), 'ImportPage'],
  ['/dictionary/releases/$release', () => import('./dictionary/release-page.tsx'), 'ReleasePage'],

  ['/registers', () => import('./registers/registers-page.tsx'), 'RegistersPage'],
  ['/registers/once-only', () => import('./registers/once/figures-page.tsx'), 'FiguresPage'],
  ['/registers/authorities', () => import('./registers/once/authorities-page.tsx'), 'AuthoritiesPage'],
  ['/registers/corrections', () => import('./registers/once/corrections-page.tsx'), 'CorrectionsPage'],
  ['/registers/corrections/$correction', () => import('./registers/once/correction-page.tsx'), 'CorrectionPage'],
  ['/registers/radar', () => import('./registers/once/radar-page.tsx'), 'RadarPage'],
  ['/registers/duplicates', () => import('./registers/who/duplicates-page.tsx'), 'DuplicatesPage'],
  ['/registers/duplicates/$duplicate', () => import('./registers/who/duplicate-page.tsx'), 'DuplicatePage'],
  ['/registers/people/$person', () => import('./registers/who/person-page.tsx'), 'PersonPage'],
  ['/registers/disputes/$dispute', () => import('./registers/once/dispute-page.tsx'), 'DisputePage'],
  ['/registers/$register', () => import('./registers/register-page.tsx'), 'RegisterPage'],
  ['/registers/$register/quality', () => import('./registers/quality-page.tsx'), 'QualityPage'],
  ['/registers/$register/gate', () => import('./exchange/gate-page.tsx'), 'GatePage'],
  ['/exchange/gates', () => import('./exchange/gate-page.tsx'), 'GatesPage'],
  ['/registers/$register/api', () => import('./registers/api-page.tsx'), 'ApiPage'],
  ['/registers/$register/people', () => import('./registers/people-page.tsx'), 'PeoplePage'],
  ['/registers/$register/load', () => import('./registers/load-page.tsx'), 'LoadPage'],
  ['/registers/$register/list', () => import('./registers/list-page.tsx'), 'ListPage'],
  ['/registers/$register/prefill', () => import('./registers/prefill-page.tsx'), 'PrefillPage'],
  ['/registers/$register/loads', () => import('./registers/loads-page.tsx'), 'LoadsPage'],
  ['/registers/$register/loads/$load', () => import('./registers/one-load-page.tsx'), 'OneLoadPage'],
  ['/registers/$register/new', () => import('./records/new-record-page.tsx'), 'NewRecordPage'],
  ['/registers/$register/records/$record', () => import('./records/record-page.tsx'), 'RecordPage'],
  ['/registers/$register/records/$record/edit', () => import('./records/edit-record-page.tsx'), 'EditRecordPage'],

  ['/quality', () => import('./quality/dashboard-page.tsx'), 'DashboardPage'],
  ['/quality/rounds', () => import('./quality/rounds-page.tsx'), 'RoundsPage'],
  ['/quality/board', () => import('./quality/board-page.tsx'), 'BoardPage'],
  ['/quality/profile', () => import('./quality/profile-page.tsx'), 'ProfilePage'],
  ['/quality/defects', () => import('./quality/defects-page.tsx'), 'DefectsPage'],
  ['/quality/defects/$defect', () => import('./quality/defect-page.tsx'), 'DefectPage'],

  ['/exchange/catalogue', () => import('./exchange/catalogue-page.tsx'), 'CataloguePage'],
  ['/exchange/catalogue/$register', () => import('./exchange/api-page.tsx'), 'SharingApiPage'],
  ['/exchange/evidence/$entry', () => import('./exchange/evidence-page.tsx'), 'EvidencePage'],

  ['/exchange/nodes', () => import('./exchange/nodes-page.tsx'), 'NodesPage'],
  ['/exchange/nodes/$node', () => import('./exchange/node-page.tsx'), 'NodePage'],
  ['/exchange/charter', () => import('./exchange/charter-page.tsx'), 'CharterPage'],
  ['/exchange/flow', () => import('./exchange/flow-page.tsx'), 'FlowPage'],
  ['/exchange/keys', () => import('./exchange/keys-page.tsx'), 'KeysPage'],
  ['/exchange/sandbox', () => import('./exchange/sandbox-page.tsx'), 'SandboxPage'],
  ['/exchange/feeds', () => import('./exchange/feeds-page.tsx'), 'FeedsPage'],
  ['/exchange/met-versions', () => import('./exchange/met-page.tsx'), 'MetPage'],
  ['/exchange/connectors', () => import('./exchange/connectors-page.tsx'), 'ConnectorsPage'],
  ['/exchange/connectors/new', () => import('./exchange/connector-form-page.tsx'), 'NewConnectorPage'],
  ['/exchange/connectors/$connector', () => import('./exchange/connector-page.tsx'), 'ConnectorPage'],
  ['/exchange/connectors/$connector/edit', () => import('./exchange/connector-form-page.tsx'), 'EditConnectorPage'],
  ['/exchange/webhooks', () => import('./exchange/webhooks-page.tsx'), 'WebhooksPage'],
  ['/exchange/webhooks/new', () => import('./exchange/webhook-form-page.tsx'), 'NewWebhookPage'],
  ['/exchange/webhooks/$webhook', () => import('./exchange/webhook-page.tsx'), 'WebhookPage'],
  ['/exchange/webhooks/$webhook/edit', () => import('./exchange/webhook-form-page.tsx'), 'EditWebhookPage'],

  ['/audit', () => import('./audit/audit-page.tsx'), 'AuditPage'],
  ['/audit/$entry', () => import('./audit/entry-page.tsx'), 'EntryPage'],

  ['/account', () => import('./account/account-page.tsx'), 'AccountPage'],
  ['/bodies/handover/$account', () => import('./account/handover-page.tsx'), 'HandoverPage'],
  ['/bodies', () => import('./bodies/bodies-page.tsx'), 'BodiesPage'],
  ['/bodies/merge', () => import('./bodies/merge-page.tsx'), 'MergeBodiesPage'],
  ['/bodies/merges', () => import('./bodies/merges-page.tsx'), 'MergesPage'],
  ['/bodies/merges/$merge', () => import('./bodies/one-merge-page.tsx'), 'OneMergePage'],
  ['/bodies/$body', () => import('./bodies/body-page.tsx'), 'BodyPage'],
  ['/bodies/$body/registers/$register', () => import('./registers/body-register-page.tsx'), 'BodyRegisterPage'],
  ['/bodies/$body/registers/$register/$record', () => import('./records/body-record-page.tsx'), 'BodyRecordPage'],

  // The kit on one page, for those who build pages; left out of what is shipped.
  ...(import.meta.env.DEV || import.meta.env.MODE === 'look'
    ? ([['/dev/gallery', () => import('./dev/gallery-page.tsx'), 'GalleryPage']] as const)
    : []),
];

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage });

const door = createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignInPage });

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  notFoundComponent: NotFoundPage,
});

const shown = pages.map(([path, page, component]) =>
  createRoute({
    getParentRoute: () => shell,
    path,
    component: lazyRouteComponent(page as () => Promise<Record<string, RouteComponent>>, component),
  }),
);

const elsewhere = createRoute({ getParentRoute: () => shell, path: '$', component: NotFoundPage });

export const router = createRouter({
  routeTree: root.addChildren([door, shell.addChildren([...shown, elsewhere])]),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: Loading,
  defaultErrorComponent: FailedPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
  // Search values are texts, as people see them in the address: `?q=99231` stays text.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const pairs = Object.entries(search as Record<string, unknown>).filter(
      ([, value]) => value !== undefined && value !== '',
    );
    const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
    return text ? `?${text}` : '';
  },
});
