import { spawn, type ChildProcess } from 'node:child_process';

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  input?: string;
  timeoutMs?: number;
  /** Written when the output ends with this question; standard input stays open then. */
  answer?: { question: RegExp; line: string };
  /** Lets the command write to this terminal instead of being captured. */
  inherit?: boolean;
  /** Clean-up runs also after an interruption, everything else is refused then. */
  cleanup?: boolean;
}

export class CommandFailed extends Error {}

/** Someone pressed Ctrl-C: nothing further is worth trying. */
export class Interrupted extends CommandFailed {}

const running = new Set<ChildProcess>();
let interrupted = false;

/** Ends what is running and refuses new commands except clean-up, so that `finally` blocks get the machine for themselves. */
export function interruptCommands(): void {
  interrupted = true;
  for (const child of running) child.kill('SIGTERM');
}

/** Runs to the end and never rejects for an exit code; a command that cannot start counts as code 127. */
export function run(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  if (interrupted && !options.cleanup) return Promise.reject(new Interrupted('interrompido'));
  return new Promise((resolve) => {
    const output = { stdout: '', stderr: '' };
    const child = spawn(file, [...args], {
      env: options.env ?? process.env,
      cwd: options.cwd,
      timeout: options.timeoutMs,
      stdio: ['pipe', options.inherit ? 'inherit' : 'pipe', options.inherit ? 'inherit' : 'pipe'],
      // Ctrl-C reaches the whole foreground group; clean-up must survive it.
      detached: options.cleanup ?? false,
    });
    running.add(child);
    child.stdin?.on('error', () => undefined);
    if (!options.answer) child.stdin?.end(options.input ?? '');
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
      if (options.answer?.question.test(output.stdout)) {
        child.stdin?.write(`${options.answer.line}\n`);
      }
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.on('error', (error) => {
      running.delete(child);
      resolve({ code: 127, stdout: output.stdout, stderr: error.message });
    });
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 124, ...output });
    });
  });
}

/** Trimmed standard output, or an error that ends with the command's last words. */
export async function must(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const result = await run(file, args, options);
  if (result.code === 0) return result.stdout.trim();
  if (interrupted) throw new Interrupted('interrompido');
  const said = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-40).join('\n');
  throw new CommandFailed(
    `${file} ${args.slice(0, 2).join(' ')} terminou com ${result.code}:\n${said}`,
  );
}

/** Polls until the condition gives a value; the limit is for the whole wait. */
export async function waitFor<T>(
  what: string,
  limitMs: number,
  condition: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined) return value;
    if (interrupted) throw new Interrupted('interrompido');
    if (performance.now() > deadline)
      throw new CommandFailed(`${what}: nada em ${limitMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
