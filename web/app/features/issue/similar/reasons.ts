import { count } from '../../../text/number';

interface Reason {
  what: 'type' | 'culprit' | 'message' | 'frames';
  value?: string;
  shared?: number;
  of?: number;
}

/** Why an issue is like another, as a phrase. */
export function reasonText({ what, value = '', shared = 0, of = 0 }: Reason): string {
  switch (what) {
    case 'type':
      return `Same exception: ${value}`;
    case 'culprit':
      return `Same place: ${value}`;
    case 'message':
      return shared === of ? 'Same words in the message' : `${shared} of ${count(of, 'word')} of the message`;
    case 'frames':
      return shared === of ? 'Same frames' : `${shared} of ${count(of, 'frame')}`;
  }
}
