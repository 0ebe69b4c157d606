import { EXCEPTIONS, type Exception } from './exceptions.ts';
import type { Rendering } from './rendering.ts';
import type { Finding, Rule } from './rule.ts';

export interface LintResult {
  /** What no exception covers, by rendering. */
  readonly findings: readonly (Finding & { readonly rendering: string })[];
  /** `rule: service` of exceptions whose service is there and keeps the rule. */
  readonly needless: readonly string[];
}

const covers = (exception: Exception, { rule, service }: Finding) =>
  exception.rule === rule && exception.services.includes(service);

export function lint(
  rules: readonly Rule[],
  renderings: readonly Rendering[],
  exceptions: readonly Exception[] = EXCEPTIONS,
): LintResult {
  const used = new Set<string>();
  const findings = renderings.flatMap((rendering) =>
    rules
      .flatMap((rule) => rule.find(rendering))
      .filter((finding) => {
        if (!exceptions.some((exception) => covers(exception, finding))) return true;
        used.add(`${finding.rule}: ${finding.service}`);
        return false;
      })
      .map((finding) => ({ ...finding, rendering: rendering.title })),
  );
  const present = new Set(renderings.flatMap(({ services }) => Object.keys(services)));
  const needless = exceptions
    .flatMap(({ rule, services }) =>
      services.filter((name) => present.has(name)).map((name) => `${rule}: ${name}`),
    )
    .filter((key) => !used.has(key));
  return { findings, needless };
}

/** The service that a rule's mutant of this rendering is made of. */
function target(rule: Rule, rendering: Rendering, exceptions: readonly Exception[]) {
  const exempt = exceptions.filter((e) => e.rule === rule.name).flatMap((e) => e.services);
  return Object.entries(rendering.services).find(
    ([name, service]) =>
      !exempt.includes(name) && (rule.mutable?.(service, name, rendering) ?? true),
  )?.[0];
}

/** The rules that no rendering has a service for: they prove nothing. */
export function untried(rules: readonly Rule[], renderings: readonly Rendering[]): string[] {
  return rules
    .filter((rule) => !renderings.some((rendering) => target(rule, rendering, EXCEPTIONS)))
    .map(({ name }) => name);
}

/** The rules whose mutant of this rendering they do not catch, each at the first service that it is about. */
export function survivors(
  rules: readonly Rule[],
  rendering: Rendering,
  exceptions: readonly Exception[] = EXCEPTIONS,
): string[] {
  return rules.flatMap((rule) => {
    const service = target(rule, rendering, exceptions);
    if (!service) return [];
    const mutant = structuredClone(rendering);
    rule.breakIt(mutant, service);
    const caught = rule.find(mutant).some((f) => f.service === '*' || f.service === service);
    return caught ? [] : [`${rule.name} (${service})`];
  });
}
