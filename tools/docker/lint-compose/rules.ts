import { CONTAINER_RULES } from './rules-container.ts';
import { environmentRule, JULIA_RULES } from './rules-julia.ts';
import { NETWORK_RULES } from './rules-network.ts';
import { OPERATION_RULES } from './rules-operation.ts';
import { isSecret, secretRules, THIRD_PARTY_SECRETS } from './rules-secrets.ts';
import type { Rule } from './rule.ts';

const DATABASE_SECRETS = ['SUPABASE_URL', 'SUPABASE_SERVICE_KEY', 'SUPABASE_DB_URL'];

/** Every rule about renderings. `readBy` gives the variables that a service of ours reads. */
export function allRules(readBy: (service: string) => readonly string[]): readonly Rule[] {
  const allowed = (name: string): readonly string[] | undefined => {
    // Sees everything for as long as it runs: that is its use.
    if (name === 'check-env') return undefined;
    if (name === 'julia-migrate') return DATABASE_SECRETS;
    const own = /^julia-(api|worker|scheduler)/.exec(name)?.[0];
    const reads = own ? readBy(own) : (THIRD_PARTY_SECRETS[name] ?? []);
    return reads.filter(isSecret);
  };
  return [
    ...CONTAINER_RULES,
    ...OPERATION_RULES,
    ...NETWORK_RULES,
    ...secretRules(allowed),
    environmentRule(readBy),
    ...JULIA_RULES,
  ];
}
