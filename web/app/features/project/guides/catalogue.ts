import { javascript, react, vue } from './browser';
import { elixir, rust } from './compiled';
import { curl } from './curl';
import { aspnet, dotnet } from './dotnet';
import { angular, nextjs, svelte } from './frameworks';
import { go, goGin, goHttp } from './go';
import { android, java, spring } from './java';
import { dart, flutter, swift } from './mobile';
import { native } from './native';
import { bun, deno, express, node } from './node';
import { laravel, php, symfony } from './php';
import { celery, django, fastapi, flask, python } from './python';
import { rails, raven, ruby } from './ruby';
import type { Guide, GuideGroup } from './types';

/** Every guide, in the order the picker shows them. */
export const GUIDES: readonly Guide[] = [
  javascript,
  react,
  vue,
  angular,
  svelte,
  nextjs,
  node,
  express,
  python,
  django,
  flask,
  fastapi,
  celery,
  go,
  goHttp,
  goGin,
  php,
  laravel,
  symfony,
  ruby,
  rails,
  raven,
  java,
  spring,
  dotnet,
  aspnet,
  rust,
  elixir,
  deno,
  bun,
  dart,
  android,
  swift,
  flutter,
  native,
  curl,
];

export const GROUPS: readonly GuideGroup[] = ['Browser', 'Server', 'Mobile and desktop', 'Anything else'];

/** The guide of a project's platform; a family member when the exact one is unknown. */
export function guideFor(platform: string): Guide {
  const wanted = platform.toLowerCase();
  return (
    GUIDES.find((guide) => guide.id === wanted) ??
    GUIDES.find((guide) => guide.id === ALIASES[wanted]) ??
    GUIDES.find((guide) => guide.id === wanted.split('-')[0]) ??
    curl
  );
}

/** Platform names that SDKs and other products use for the same thing. */
const ALIASES: Record<string, string> = {
  '': 'other',
  browser: 'javascript',
  csharp: 'dotnet',
  cocoa: 'apple',
  swift: 'apple',
  ios: 'apple',
  'apple-ios': 'apple',
  objc: 'apple',
  golang: 'go',
  kotlin: 'android',
  'javascript-node': 'node',
  'javascript-express': 'node-express',
  'dart-flutter': 'flutter',
  c: 'native',
  cpp: 'native',
  'java-spring-boot': 'java-spring',
};

/** Guides whose name, package or other words hold every word that was typed; best match first. */
export function searchGuides(text: string): Guide[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...GUIDES];
  return GUIDES.map((guide) => ({ guide, score: score(guide, words) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((hit) => hit.guide);
}

function score(guide: Guide, words: string[]): number {
  const name = guide.name.toLowerCase();
  const others = [guide.id, guide.sdk.toLowerCase(), ...guide.words];
  let total = 0;
  for (const word of words) {
    if (name === word) total += 8;
    else if (name.startsWith(word)) total += 4;
    else if (name.includes(word)) total += 2;
    else if (others.some((other) => other.includes(word))) total += 1;
    else return 0;
  }
  return total;
}

/** A first name for a project of that platform, as people would write it. */
export function suggestedName(guide: Guide): string {
  if (guide.id === 'other') return 'My project';
  if (guide.group === 'Browser') return 'Web app';
  if (guide.id === 'native') return 'Desktop app';
  if (guide.group === 'Mobile and desktop') return 'Mobile app';
  return 'Backend';
}
