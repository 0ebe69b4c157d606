import assert from 'node:assert/strict';
import type { Report } from '../report.ts';
import { lint, survivors, untried } from './lint.ts';
import { readSources, renderAll } from './render.ts';
import type { Rendering } from './rendering.ts';
import { allRules } from './rules.ts';
import { readBy, TEXT_RULES } from './text-rules.ts';

/** Every rule over every combination of files and profiles as the Compose plugin renders it, and every rule's mutant. */
export async function checkComposeLint(
  report: Report,
  context: { readonly env: NodeJS.ProcessEnv },
): Promise<void> {
  const sources = await readSources();
  for (const rule of TEXT_RULES) {
    await report.check(rule.name, () => {
      const found = rule.find(sources);
      assert.deepEqual(found, []);
      assert.notDeepEqual(rule.find(rule.breakIt(sources)), [], 'its mutant lives');
      return Promise.resolve();
    });
  }
  const { renderings, missing } = await report.setup('every combination of files renders', () =>
    renderAll(sources, context.env),
  );
  if (missing.length > 0) console.log(`      not rendered, files absent: ${missing.join(', ')}`);

  const rules = allRules((service) => readBy(sources.example, service));
  const { findings, needless } = lint(rules, renderings);
  for (const rule of rules) {
    const broken = findings.filter((finding) => finding.rule === rule.name);
    const title = rule.cis ? `${rule.name} (CIS ${rule.cis})` : rule.name;
    await report.check(title, () => {
      assert.deepEqual(summary(broken), []);
      return Promise.resolve();
    });
  }
  await report.check('every exception is needed', () => {
    assert.deepEqual(needless, []);
    return Promise.resolve();
  });
  await report.check('every rule catches its mutant of the real files', () => {
    assert.deepEqual(untried(rules, renderings), []);
    assert.deepEqual(survivorsOfAll(renderings.filter((r) => r.installation)), []);
    return Promise.resolve();
  });

  function survivorsOfAll(all: readonly Rendering[]): string[] {
    return all.flatMap((rendering) =>
      survivors(rules, rendering).map((rule) => `${rendering.title}: ${rule}`),
    );
  }
}

/** The same fault shows in most combinations; it is said once. */
function summary(findings: readonly { service: string; problem: string; rendering: string }[]) {
  const byFault = new Map<string, string>();
  for (const { service, problem, rendering } of findings) {
    const fault = `${service} ${problem}`;
    if (!byFault.has(fault)) byFault.set(fault, rendering);
  }
  return [...byFault].map(([fault, rendering]) => `${fault} (${rendering})`);
}
