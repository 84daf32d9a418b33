import { ShieldCheck } from 'lucide-react';
import { Card } from '../../../ui/Card';
import classes from './AlwaysRemoved.module.css';

const rules: [what: string, how: string][] = [
  ['Passwords and secrets', 'values whose name says password, secret, api key, private key and the like'],
  [
    'Tokens',
    'bearer and basic credentials, JSON web tokens and those of well-known vendors, wherever they stand',
  ],
  ['Cookies and sessions', 'the values; names of cookies and headers stay'],
  ['Card numbers', 'digits whose check digit is right'],
  ['Private keys', 'PEM blocks, in any text'],
  ['Logins in addresses', 'the password in a URL'],
];

/** The rules that no setting turns off. */
export function AlwaysRemoved() {
  return (
    <Card
      title="Always removed"
      text="Whatever is set above. Each removed value reads [Filtered], so you see that there was one."
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
