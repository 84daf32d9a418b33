import {
  configure,
  ENVIRONMENT,
  environmentVariables,
  file,
  install,
  RELEASE,
  release,
  shell,
  verify,
} from './sections';
import type { Guide } from './types';

const LINES_NOTE =
  'Line numbers need the .pdb files next to the assemblies (DebugType portable or embedded).';

export const dotnet: Guide = {
  id: 'dotnet',
  name: '.NET',
  group: 'Server',
  words: ['c#', 'csharp', 'f#', 'wpf', 'winforms', 'maui', 'console', 'nuget'],
  sdk: 'Sentry',
  sections: (c) => [
    install([shell('dotnet add package Sentry')]),
    configure(
      [
        file(
          'Program.cs',
          `
using var sentry = SentrySdk.Init(options =>
{
    options.Dsn = "${c.dsn}";
});`,
        ),
      ],
      'Keep the returned object until the program ends: disposing it sends what is left.',
    ),
    verify([
      file('Program.cs', `SentrySdk.CaptureException(new InvalidOperationException("Belfry hears .NET"));`),
    ]),
    release([
      file('Program.cs', `options.Release = "${RELEASE}";\noptions.Environment = "${ENVIRONMENT}";`),
      environmentVariables(c),
    ]),
  ],
  notes: () => [
    "MAUI has its own package, Sentry.Maui; WPF and Windows Forms also need their dispatcher's exception event handed to SentrySdk.CaptureException.",
    LINES_NOTE,
  ],
};

export const aspnet: Guide = {
  id: 'dotnet-aspnetcore',
  name: 'ASP.NET Core',
  group: 'Server',
  words: ['c#', 'csharp', 'blazor', 'web api', 'dotnet', 'mvc'],
  sdk: 'Sentry.AspNetCore',
  sections: (c) => [
    install([shell('dotnet add package Sentry.AspNetCore')]),
    configure([
      file(
        'Program.cs',
        `
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseSentry(options =>
{
    options.Dsn = "${c.dsn}";
});`,
      ),
    ]),
    verify(
      [
        file(
          'Program.cs',
          `app.MapGet("/break", string () => throw new InvalidOperationException("Belfry hears ASP.NET"));`,
        ),
      ],
      'Add a route that fails, then open /break.',
    ),
    release(
      [
        file(
          'appsettings.json',
          `{\n  "Sentry": {\n    "Release": "${RELEASE}",\n    "Environment": "${ENVIRONMENT}"\n  }\n}`,
        ),
      ],
      "Without it the assembly's version is the release and ASPNETCORE_ENVIRONMENT the environment.",
    ),
  ],
  notes: () => [
    'The DSN may also stand in appsettings.json as Sentry:Dsn; then call UseSentry() without options.',
    LINES_NOTE,
  ],
};
