import { ShieldCheck } from 'lucide-react';
import { Card } from '../../../ui/Card';
import classes from './AlwaysRemoved.module.css';

const rules: [what: string, how: string][] = [
  [
    'Passwords and secrets',
    'values whose key says password, passwd, secret, api key, credential and the like',
  ],
  ['Tokens', 'access and refresh tokens, bearer and basic credentials, JSON web tokens, wherever they stand'],
  ['Cookies and Authorization', 'the headers and the parsed cookies; their names stay'],
  ['Card numbers', 'digits that form a valid card number'],
  ['Private keys', 'PEM blocks, in any text'],
  ['Logins in addresses', 'the part before the @ of a URL'],
];

/** The rules that no setting turns off. */
export function AlwaysRemoved() {
  return (
    <Card
      title="Always removed"
      text="Whatever is set above, these never reach the disk. Each removed value leaves a mark, so you see that there was one."
    >
      <dl className={classes.rules}>
        {rules.map(([what, how]) => (
          <div key={what}>
            <dt>
              <ShieldCheck size={15} aria-hidden />
              {what}
            </dt>
            <dd>{how}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
