import { expect, it } from 'vitest';
import { slugProblem } from './slug';

const fine = (slug: string) => it(`accepts ${slug}`, () => expect(slugProblem(slug)).toBeNull());
fine('shop');
fine('web-shop-2');
fine('2nd-shop');
const wrong = (slug: string, about: RegExp) =>
  it(`refuses ${JSON.stringify(slug)}`, () => expect(slugProblem(slug)).toMatch(about));
wrong('', /Enter/);
wrong('Shop', /lower case/);
wrong('my shop', /lower case/);
wrong('-shop', /hyphens/);
wrong('my--shop', /hyphens/);
wrong('42', /letter/);
wrong('s'.repeat(51), /at most/);
