import { expect, it } from 'vitest';
import { agentName } from './agent';

const named = (agent: string, name: string) =>
  it(`calls ${agent || 'nothing'} ${name}`, () => expect(agentName(agent)).toBe(name));

named('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux');
named(
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0',
  'Edge on Windows',
);
named(
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15',
  'Safari on macOS',
);
named(
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 CriOS/143.0 Mobile/15E148 Safari/604.1',
  'Chrome on iOS',
);
named('curl/8.5.0', 'curl');
named('', 'Unknown program');
