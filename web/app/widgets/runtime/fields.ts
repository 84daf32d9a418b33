import type { Runtime } from './runtime';

/** A line of a panel: its name, and the places where programs put its value. */
export type Field = readonly [name: string, ...paths: string[]];

/** A panel: lines that are looked for one by one, or everything that is found at one place. */
export type PanelSpec =
  | { title: string; fields: readonly Field[] }
  | { title: string; all: readonly string[] };

const logRecord: PanelSpec = {
  title: 'Log record',
  fields: [
    ['Logger', 'logger.name', 'logger_name'],
    ['Method', 'logger.method', 'log_record.original_method'],
    ['Module', 'logger.module'],
    ['Function', 'logger.function', 'log_record.function'],
    ['File', 'logger.pathname', 'logger.filename'],
    ['Line', 'logger.line_number', 'logger.lineno'],
    ['Process', 'logger.process'],
    ['Thread', 'logger.thread'],
    ['Arguments', 'log_record.arguments', 'arguments'],
    ['Extras', 'log_record.extras'],
  ],
};

const ruby: readonly PanelSpec[] = [
  {
    title: 'Response',
    fields: [
      ['Status', 'response.status'],
      ['Format', 'response.format', 'response.contentType'],
      ['Duration (ms)', 'response.durationMs'],
    ],
  },
  {
    title: 'Performance',
    fields: [
      ['Database (ms)', 'performance.dbRuntimeMs', 'db_runtime'],
      ['View (ms)', 'performance.viewRuntimeMs', 'view_runtime'],
      ['Allocations', 'performance.allocations'],
    ],
  },
  {
    title: 'Job',
    fields: [
      ['Class', 'job.jobClass', 'job.class', 'job_class', 'sidekiq.job.class', 'active_job'],
      ['ID', 'job.jobId', 'job_id', 'sidekiq.job.jid', 'sidekiq.jid'],
      ['Queue', 'job.queue', 'sidekiq.job.queue', 'sidekiq.queue'],
      ['Executions', 'job.executions', 'sidekiq.job.retry_count'],
    ],
  },
  {
    title: 'Deployment',
    fields: [
      ['Region', 'deployment.region'],
      ['Host', 'deployment.hostname'],
      ['Process', 'deployment.processPid'],
    ],
  },
  { title: 'Instance variables', all: ['instance_variables', 'ivars'] },
  { title: 'Feature flags', all: ['featureFlags'] },
];

const python: readonly PanelSpec[] = [
  {
    title: 'Interpreter',
    fields: [
      ['Python', 'python_version'],
      ['Implementation', 'python_implementation'],
      ['Executable', 'runtime_name'],
      ['Platform', 'platform'],
      ['Host', 'hostname'],
      ['Process', 'process_id'],
    ],
  },
  {
    title: 'Task',
    fields: [
      ['Name', 'task_name', 'celery-job.task_name'],
      ['ID', 'task_id', 'celery-job.task_id'],
      ['State', 'task_state'],
      ['Queue', 'queue'],
      ['Retries', 'retries'],
      ['Due', 'eta'],
      ['Arguments', 'celery-job.args', 'task_args_count'],
      ['Named arguments', 'celery-job.kwargs', 'task_kwargs_keys'],
    ],
  },
  logRecord,
];

const javascript: readonly PanelSpec[] = [
  {
    title: 'Where in the app',
    fields: [
      ['Route', 'route', 'request.route'],
      ['Component', 'component', 'vue.componentName', 'componentName'],
      ['Hook', 'vue.lifecycleHook', 'lifecycleHook'],
      ['Component stack', 'react.componentStack', 'componentStack'],
    ],
  },
  logRecord,
];

const dotnet: readonly PanelSpec[] = [
  {
    title: 'Exception',
    fields: [
      ['HResult', 'exception.hresult', 'hresult'],
      ['Source', 'exception.source'],
      ['Target site', 'exception.target_site', 'target_site'],
    ],
  },
  { title: 'Exception data', all: ['exception.data'] },
  {
    title: 'Routing',
    fields: [
      ['Endpoint', 'request.endpoint', 'endpoint'],
      ['Route', 'route.template', 'request.route.template'],
      ['Controller', 'request.route.controller', 'route.controller', 'ControllerName'],
      ['Action', 'request.route.action', 'route.action', 'ActionName'],
      ['Page', 'request.route.page', 'route.page'],
      ['Area', 'request.route.area', 'route.area'],
    ],
  },
  {
    title: 'Process',
    fields: [
      ['Framework', 'framework_description'],
      ['.NET', 'dotnet_version'],
      ['System', 'os_description'],
      ['Machine', 'machine_name'],
      ['Process', 'process_id'],
    ],
  },
  {
    title: 'Log record',
    fields: [
      ['Category', 'category', 'SourceContext'],
      ['Event ID', 'event_id.id', 'event_id', 'EventId.Id'],
      ['Event name', 'event_name', 'event_id.name', 'EventId.Name'],
      ['Scopes', 'scopes', 'scope'],
    ],
  },
];

const cfml: readonly PanelSpec[] = [
  {
    title: 'Exception',
    fields: [
      ['Detail', 'exception.detail'],
      ['Error code', 'exception.errorCode'],
      ['Native error', 'exception.nativeErrorCode'],
      ['SQL state', 'exception.sqlState'],
      ['SQL', 'exception.sql', 'exception.queryError'],
      ['Data source', 'exception.datasource'],
      ['Extended info', 'exception.extendedInfo'],
    ],
  },
  { title: 'CGI', all: ['cgi'] },
  ...['Variables', 'Arguments', 'Form', 'URL', 'Session', 'Application', 'Cookie', 'Client', 'Local'].map(
    (scope) => ({ title: `${scope} scope`, all: [`scopes.${scope}`, `${scope}_scope`] }),
  ),
  { title: 'Variables', all: ['variables'] },
];

const java: readonly PanelSpec[] = [
  {
    title: 'Thread',
    fields: [
      ['Name', 'thread_name', 'thread.name', 'threadName'],
      ['Class', 'logger_class', 'class_name'],
    ],
  },
  { title: 'Diagnostic context', all: ['MDC', 'mdc_properties'] },
  logRecord,
];

const php: readonly PanelSpec[] = [
  {
    title: 'Exception',
    fields: [
      ['Code', 'exception.code'],
      ['Severity', 'exception.severity', 'severity'],
    ],
  },
  {
    title: 'Script',
    fields: [
      ['Interface', 'sapi', 'php_sapi'],
      ['Command', 'command', 'artisan.command', 'console.command'],
      ['Controller', 'controller', '_controller'],
      ['Peak memory', 'memory_peak', 'memory_peak_usage'],
    ],
  },
  {
    title: 'Job',
    fields: [
      ['Class', 'job.name', 'job.class', 'job.resolveName'],
      ['Queue', 'job.queue'],
      ['Attempts', 'job.attempts'],
    ],
  },
];

const go: readonly PanelSpec[] = [
  {
    title: 'Program',
    fields: [
      ['Go', 'go_version'],
      ['Goroutines', 'goroutines', 'num_goroutine'],
      ['Build', 'vcs.revision'],
    ],
  },
];

/** What is looked for in the events of each language, panel by panel. */
export const panelSpecs: Record<Runtime, readonly PanelSpec[]> = {
  ruby,
  python,
  javascript,
  dotnet,
  cfml,
  go,
  java,
  php,
};
