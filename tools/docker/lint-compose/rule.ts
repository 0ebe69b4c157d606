import type { Rendering, Service } from './rendering.ts';

export interface Finding {
  readonly rule: string;
  readonly service: string;
  readonly problem: string;
}

export interface Rule {
  readonly name: string;
  /** Item of the CIS Docker Benchmark (numbers of docker-bench-security) where it is one. */
  readonly cis?: string;
  /** Services the mutant of a real rendering is tried on; any by default. */
  readonly mutable?: (service: Service, name: string, rendering: Rendering) => boolean;
  find(rendering: Rendering): Finding[];
  /** Breaks the rule in a good rendering, at this service where the rule is about services. */
  breakIt(rendering: Rendering, service: string): void;
}

type Problem = string | false | undefined;

interface ServiceRule {
  cis?: string;
  /** Services that the rule is about. */
  only?: (service: Service, name: string, rendering: Rendering) => boolean;
  problem: (service: Service, name: string, rendering: Rendering) => Problem;
  mutant: (service: Service, name: string, rendering: Rendering) => void;
}

/** A rule that looks at one service at a time. */
export function eachService(name: string, { cis, only, problem, mutant }: ServiceRule): Rule {
  return {
    name,
    ...(cis ? { cis } : {}),
    ...(only ? { mutable: only } : {}),
    find: (rendering) =>
      Object.entries(rendering.services).flatMap(([service, definition]) => {
        if (only && !only(definition, service, rendering)) return [];
        const found = problem(definition, service, rendering);
        return found ? [{ rule: name, service, problem: found }] : [];
      }),
    breakIt: (rendering, service) => {
      const definition = rendering.services[service];
      if (definition) mutant(definition, service, rendering);
    },
  };
}

/** A rule about the whole; its findings belong to no service. */
export function whole(
  name: string,
  problem: (rendering: Rendering) => readonly string[],
  mutant: (rendering: Rendering) => void,
): Rule {
  return {
    name,
    find: (rendering) =>
      problem(rendering).map((found) => ({ rule: name, service: '*', problem: found })),
    breakIt: (rendering) => {
      mutant(rendering);
    },
  };
}
