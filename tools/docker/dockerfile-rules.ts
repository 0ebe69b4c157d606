/** One logical line per instruction: comments dropped, continuations joined. */
function instructions(dockerfile: string): string[] {
  return dockerfile
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Each begins with its FROM. */
const stages = (lines: readonly string[]) =>
  lines.reduce<string[][]>((found, line) => {
    if (line.startsWith('FROM ')) found.push([]);
    found.at(-1)?.push(line);
    return found;
  }, []);

type Rule = (lines: readonly string[], dockerfile: string) => boolean;

const finalStage = (lines: readonly string[]) =>
  lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));

/** True means broken. Docker 20.10's BuildKit decides what is too new; CIS Docker benchmark section 4 the rest. */
const RULES: Readonly<Record<string, Rule>> = {
  'no syntax line': (_lines, dockerfile) => /^#\s*syntax\s*=/im.test(dockerfile),
  'no heredoc': (lines) => lines.some((line) => /^(RUN|COPY)\b.*<<-?["']?\w/.test(line)),
  'no flag newer than frontend 1.2': (lines) =>
    lines.some((line) => /^(COPY|FROM|RUN)\b.*--(link|parents|exclude|security)\b/.test(line)),
  'COPY instead of ADD': (lines) => lines.some((line) => line.startsWith('ADD ')),
  'exec form': (lines) => lines.some((line) => /^(ENTRYPOINT|CMD)\s+[^[]/.test(line)),
  'an init starts node': (lines) =>
    finalStage(lines).every(
      (line) => !/^ENTRYPOINT \["\/usr\/bin\/tini", "--", "node", /.test(line),
    ),
  'health check of the specification': (lines) =>
    finalStage(lines).every(
      (line) =>
        line !==
        'HEALTHCHECK --interval=30s --timeout=10s --start-period=40s --retries=3 CMD ["node", "/app/healthcheck.mjs"]',
    ),
  'a numeric user other than root': (lines) =>
    !/^USER [1-9]\d*:[1-9]\d*$/.test(
      finalStage(lines).findLast((l) => l.startsWith('USER ')) ?? '',
    ),
  'stops by SIGTERM': (lines) => !finalStage(lines).includes('STOPSIGNAL SIGTERM'),
  'the runtime stage runs nothing': (lines) =>
    finalStage(lines).some((line) => line.startsWith('RUN ')),
  'no secret as argument or variable': (lines) =>
    lines.some((line) => /^(ARG|ENV)\b.*(TOKEN|SECRET|PASSWORD|_KEY|NPMRC)/i.test(line)),
  'no package list without an install': (lines) =>
    lines.some((line) => line.includes('apt-get update') && !line.includes('apt-get install')),
  'dependencies come from the lockfile': (lines) =>
    lines.some((line) => /\bnpm (i|install|add)\b/.test(line)),
  'a new number alone installs nothing again': (lines) =>
    stages(lines)
      .filter((stage) => stage.some((line) => line.includes('npm ci')))
      .some((stage) => stage.some((line) => /^COPY (?!--from=).*\bpackage\.json\b/.test(line))),
};

/** Names of the rules that a Dockerfile breaks. */
export function brokenRules(dockerfile: string): string[] {
  const lines = instructions(dockerfile);
  return Object.entries(RULES)
    .filter(([, broken]) => broken(lines, dockerfile))
    .map(([name]) => name);
}
