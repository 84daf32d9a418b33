/** Somebody who may be given an issue. */
export interface PersonToAssign {
  id: number;
  name: string;
  email: string;
}

/** A line of the list: somebody, or nobody. */
export interface Choice {
  id: number | null;
  name: string;
  label: string;
  email?: string;
}

/** Oneself first, then the others by name, then nobody; of them those whose name or address has what was typed. */
export function choicesFor(people: PersonToAssign[], me: number, typed: string): Choice[] {
  const wanted = typed.trim().toLowerCase();
  const fits = (p: PersonToAssign) => `${p.name} ${p.email}`.toLowerCase().includes(wanted);
  const own = people.find((p) => p.id === me);
  const others = people.filter((p) => p.id !== me).sort((a, b) => a.name.localeCompare(b.name));
  const choices: Choice[] = [];
  if (own && (fits(own) || 'me'.startsWith(wanted)))
    choices.push({ ...own, label: `Me (${own.name})`, email: own.email });
  choices.push(...others.filter(fits).map((p) => ({ ...p, label: p.name || p.email })));
  if ('nobody'.startsWith(wanted)) choices.push({ id: null, name: '', label: 'Nobody' });
  return choices;
}
