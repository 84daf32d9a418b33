import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { loadInbox } from './features/issue/inbox/load';
import { inboxSearch } from './features/issue/inbox/search';
import { loadIssue } from './features/issue/load';
import { issueSearch } from './features/issue/search';
import { overviewSearch } from './features/overview/search';
import { requireSession } from './shell/guard';
import { LoneError, RouteError, RouteMissing } from './shell/RouteFailure';
import { Shell } from './shell/Shell';
import { PagePending } from './ui/PagePending';
import { instant, longText, oneOf, present, text } from './ui/search';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  notFoundComponent: RouteMissing,
  errorComponent: LoneError,
});

// Pages without the shell: nobody is signed in yet.
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search: Record<string, unknown>) => present({ token: text(search.token) }),
  component: lazyRouteComponent(() => import('./features/setup/SetupPage')),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>) =>
    present({ return: text(search.return), password: text(search.password) }),
  component: lazyRouteComponent(() => import('./features/session/SignInPage')),
});
const signInCallback = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/callback',
  validateSearch: (search: Record<string, unknown>) =>
    present({ state: text(search.state), code: longText(search.code), error: text(search.error) }),
  component: lazyRouteComponent(() => import('./features/session/CallbackPage')),
});

const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite/$token',
  component: lazyRouteComponent(() => import('./features/member/AcceptPage')),
});

// Everything else is inside the shell and needs a session.
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  errorComponent: LoneError,
  beforeLoad: ({ context, location }) => requireSession(context.queries, location.href),
});
const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: overviewSearch,
  component: lazyRouteComponent(() => import('./features/overview/OverviewPage')),
});
const issues = createRoute({
  getParentRoute: () => shell,
  path: '/issues',
  validateSearch: inboxSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => loadInbox(context.queries, deps),
  component: lazyRouteComponent(() => import('./features/issue/inbox/InboxPage')),
});
const issue = createRoute({
  getParentRoute: () => shell,
  path: '/issues/$issueId',
  validateSearch: issueSearch,
  // Another period of the chart is no reason to fetch the event again.
  loaderDeps: ({ search: { event, tab } }) => ({ event, tab }),
  loader: ({ context, params, deps }) => loadIssue(context.queries, params.issueId, deps),
  component: lazyRouteComponent(() => import('./features/issue/IssuePage')),
});
const projects = createRoute({
  getParentRoute: () => shell,
  path: '/projects',
  validateSearch: (search: Record<string, unknown>) =>
    present({ status: oneOf(['archived'] as const, search.status) }),
  component: lazyRouteComponent(() => import('./features/project/ProjectsPage')),
});
const newProject = createRoute({
  getParentRoute: () => shell,
  path: '/projects/new',
  component: lazyRouteComponent(() => import('./features/project/NewProjectPage')),
});
const projectGuide = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$projectId/setup',
  component: lazyRouteComponent(() => import('./features/project/ProjectGuidePage')),
});
const projectSettings = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$projectId/settings/{-$section}',
  component: lazyRouteComponent(() => import('./features/project/ProjectSettingsPage')),
});
const profile = createRoute({
  getParentRoute: () => shell,
  path: '/profile',
  component: lazyRouteComponent(() => import('./features/account/ProfilePage')),
});
const members = createRoute({
  getParentRoute: () => shell,
  path: '/members',
  component: lazyRouteComponent(() => import('./features/member/MembersPage')),
});
const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>) =>
    present({
      actor: Number(search.actor) || undefined,
      action: text(search.action),
      from: instant(search.from),
      to: instant(search.to),
    }),
  component: lazyRouteComponent(() => import('./features/audit/AuditPage')),
});
const instance = createRoute({
  getParentRoute: () => shell,
  path: '/instance',
  component: lazyRouteComponent(() => import('./features/instance/InstancePage')),
});

const missing = createRoute({ getParentRoute: () => shell, path: '$', component: RouteMissing });

const tree = root.addChildren([
  setup,
  signIn,
  invite,
  signInCallback,
  shell.addChildren([
    home,
    issues,
    issue,
    projects,
    newProject,
    projectGuide,
    projectSettings,
    profile,
    members,
    audit,
    instance,
    missing,
  ]),
]);

/** The router over the whole sitemap. */
export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: RouteError,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
