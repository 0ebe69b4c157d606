import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { recusas, type Falha } from './refusals.ts';

export type EnvShape = Readonly<Record<string, z.ZodType>>;
/** The typed values of a schema: `type Config = Loaded<typeof Env>`. */
export type Loaded<S extends EnvShape> = { readonly [K in keyof S]: z.output<S[K]> };

export interface LoadOptions {
  /** Where variables come from; the process's own by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Reads a secret file; the file system by default. */
  readonly arquivos?: (caminho: string) => string;
}

/** Every fault of a configuration at once, in Portuguese and without a single value. */
export class ConfigError extends Error {
  readonly falhas: readonly Falha[];

  constructor(falhas: readonly Falha[]) {
    super(falhas.map(({ variavel, problema }) => `${variavel}: ${problema}`).join('\n'));
    this.name = 'ConfigError';
    this.falhas = falhas;
  }
}

const lerArquivo = (caminho: string) => readFileSync(caminho, 'utf8');

/** Blank means absent: Compose passes an empty string for a variable that was never set. */
function preenchido(valor: string | undefined): string | undefined {
  return valor === undefined || valor.trim() === '' ? undefined : valor;
}

/** The raw value of one variable: its own, or the contents of the file that `NAME_FILE` names. */
function lerVariavel(
  variavel: string,
  { env = process.env, arquivos = lerArquivo }: LoadOptions,
): { valor: string | undefined; ausencia?: string } | { problema: string } {
  const direto = preenchido(env[variavel]);
  const caminho = preenchido(env[`${variavel}_FILE`]);
  if (caminho === undefined) return { valor: direto };
  if (direto !== undefined) {
    return { problema: `defina ${variavel} ou ${variavel}_FILE, não os dois` };
  }
  try {
    const conteudo = preenchido(arquivos(caminho).trim());
    // Blank as anywhere else: an optional secret keeps its place in Compose's list with an empty file.
    return conteudo === undefined
      ? { valor: undefined, ausencia: `o arquivo indicado por ${variavel}_FILE está vazio` }
      : { valor: conteudo };
  } catch {
    return { problema: `não foi possível ler o arquivo indicado por ${variavel}_FILE` };
  }
}

/** Our own messages are Portuguese already; what zod says by itself becomes one of two phrases. */
function problemaDe(issue: z.core.$ZodIssue, ausente: boolean): string {
  if (ausente) return 'é obrigatória e não foi definida';
  const proprio = /[à-ü]|^use |^não /i.test(issue.message);
  return proprio ? issue.message : 'tem um valor inválido';
}

/** Reads and checks the variables of `shape`. Throws `ConfigError` with every fault. */
export function loadConfig<S extends EnvShape>(shape: S, options: LoadOptions = {}): Loaded<S> {
  const falhas: Falha[] = [];
  const valores: Record<string, unknown> = {};
  for (const [variavel, schema] of Object.entries(shape)) {
    const lida = lerVariavel(variavel, options);
    if ('problema' in lida) {
      falhas.push({ variavel, problema: lida.problema });
      continue;
    }
    const resultado = schema.safeParse(lida.valor);
    if (resultado.success) valores[variavel] = resultado.data;
    else {
      const [issue] = resultado.error.issues;
      const ausente = lida.valor === undefined;
      const problema = (ausente && lida.ausencia) || (issue && problemaDe(issue, ausente));
      if (problema) falhas.push({ variavel, problema });
    }
  }
  falhas.push(...recusas(valores));
  if (falhas.length > 0) throw new ConfigError(falhas);
  return valores as Loaded<S>;
}

/** For programs that judge an environment instead of using it. */
export function ambienteDoProcesso(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/** For `main.ts`: prints the faults for the person at the terminal and ends the process with 1. */
export function carregarOuSair<S extends EnvShape>(shape: S, options: LoadOptions = {}): Loaded<S> {
  try {
    return loadConfig(shape, options);
  } catch (erro) {
    if (!(erro instanceof ConfigError)) throw erro;
    const linhas = erro.falhas.map(({ variavel, problema }) => `  - ${variavel}: ${problema}`);
    process.stderr.write(`Configuração inválida (veja .env.example):\n${linhas.join('\n')}\n`);
    process.exit(1);
  }
}
