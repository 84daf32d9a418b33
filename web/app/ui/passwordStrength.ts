/** The server refuses anything shorter. */
export const MIN_PASSWORD = 10;

export type Strength = { level: 0 | 1 | 2 | 3 | 4; word: string; hint: string };

const COMMON =
  /pass(wor[dt])?|qwert|azerty|admin|welcome|letmein|belfry|secret|changeme|iloveyou|dragon|monkey/g;

/** A hint while typing, not a rule: the server has the last word. */
export function passwordStrength(password: string, known: string[] = []): Strength {
  const length = [...password].length;
  if (length === 0)
    return {
      level: 0,
      word: '',
      hint: `At least ${MIN_PASSWORD} characters. Several words are easier to keep than signs.`,
    };
  if (length < MIN_PASSWORD) {
    const missing = MIN_PASSWORD - length;
    return { level: 1, word: 'Too short', hint: `${missing} more character${missing === 1 ? '' : 's'}.` };
  }
  const bits = surprise(password, known);
  if (bits < 32)
    return { level: 1, word: 'Weak', hint: 'Attackers try words, names and rows of keys first.' };
  if (bits < 50) return { level: 2, word: 'Fair', hint: 'One more word makes it strong.' };
  if (bits < 70) return { level: 3, word: 'Good', hint: '' };
  return { level: 4, word: 'Strong', hint: '' };
}

/** A rough count of bits: guessable parts count as one sign, repeats and runs as nothing. */
function surprise(password: string, known: string[]): number {
  let text = password.toLowerCase().replace(COMMON, '~');
  for (const word of known.flatMap(parts)) text = text.replaceAll(word, '~');
  let signs = 0;
  let previous = 0;
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    if (Math.abs(code - previous) > 1) signs += 1;
    previous = code;
  }
  return signs * Math.log2(alphabet(password));
}

function parts(known: string): string[] {
  return known
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part.length >= 3);
}

function alphabet(password: string): number {
  let size = 0;
  if (/[a-z]/.test(password)) size += 26;
  if (/[A-Z]/.test(password)) size += 26;
  if (/\d/.test(password)) size += 10;
  if (/[^a-zA-Z\d]/.test(password)) size += 30;
  return size;
}
