import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
// eslint-disable-next-line @nx/enforce-module-boundaries -- Node runs the tools as they are and knows no aliases
import { lerExemplo } from '../../libs/config/src/env-example.ts';
import { dirJulia, raizDoProjeto } from '../infra/caminhos.ts';
import { servicos, type NomeServico, type Portas, type Variaveis } from '../stack/ambiente.ts';

/** Where a start writes. Another folder and other ports make it independent of every other start. */
interface Pastas {
  /** Database, queue, and the environment for `nx serve`. */
  readonly dados: string;
  readonly bundles: string;
}

/** A reason not to start that the person can act on: one line, exit 1. */
export class NaoDaParaComecar extends Error {}

export interface Opcoes {
  readonly limpo: boolean;
  /** Everything outside is real: nothing embedded is started. */
  readonly real: boolean;
  /** Left to `nx serve` in another terminal. */
  readonly sem: readonly NomeServico[];
  readonly pastas: Pastas;
  readonly portas: Portas & {
    readonly redis: number;
    readonly postgres: number;
    readonly supabase: number;
  };
  /** What `.env` and the shell say; blank is the same as absent. */
  readonly definidas: Variaveis;
}

const portasPadrao = {
  api: 8000,
  worker: 8001,
  scheduler: 8002,
  simulador: 8080,
  supabase: 54321,
  postgres: 54322,
  redis: 6390,
} as const;

/** These three decide whether we touch real people and real data; they are real together or not at all. */
const enderecosDeFora = ['SUPABASE_URL', 'REDIS_URL', 'EVOLUTION_API_URL'] as const;

export function lerOpcoes(
  argumentos: readonly string[],
  arquivoEnv: string,
  ambiente: NodeJS.ProcessEnv,
  nomes: readonly string[],
): Opcoes {
  const { limpo, real, sem, dados } = lerArgumentos(argumentos);
  const definidas = juntar(lerArquivo(arquivoEnv), ambiente, nomes);
  conferirEnderecos(definidas, real);
  return {
    limpo,
    real,
    sem: sem.map(servicoDoProjeto),
    definidas,
    pastas: lerPastas(dados),
    portas: lerPortas(ambiente),
  };
}

/** Who reads a variable, in the marks of `.env.example`. Ports, images and modes of Compose are no business of `npm start`. */
const leitoresDaqui: readonly string[] = ['todos', 'api', 'worker', 'scheduler'];

/** Variables that a service reads, by what `.env.example` says. */
export function nomesDosServicos(exemplo: string): string[] {
  return lerExemplo(exemplo)
    .filter(({ leitores }) => leitores.some((leitor) => leitoresDaqui.includes(leitor)))
    .map(({ nome }) => nome);
}

function servicoDoProjeto(projeto: string): NomeServico {
  const servico = servicos.find((candidato) => candidato.projeto === projeto);
  if (servico) return servico.nome;
  const projetos = servicos.map((candidato) => candidato.projeto).join(', ');
  throw new NaoDaParaComecar(`--sem aceita um destes: ${projetos}.`);
}

function lerArgumentos(argumentos: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argumentos],
      options: {
        limpo: { type: 'boolean', default: false },
        real: { type: 'boolean', default: false },
        sem: { type: 'string', multiple: true, default: [] },
        dados: { type: 'string', default: '' },
      },
    });
    return values;
  } catch {
    throw new NaoDaParaComecar(
      'Opções aceitas: npm start -- --limpo (recomeça do zero), --real (serviços de verdade), --sem api (deixa um para o nx serve), --dados PASTA (guarda tudo noutra pasta).',
    );
  }
}

/** What an environment file says; a file that is not there says nothing. */
export function lerArquivo(arquivo: string): NodeJS.Dict<string> {
  let texto: string;
  try {
    texto = readFileSync(arquivo, 'utf8');
  } catch {
    return {};
  }
  const ruim = texto
    .split(/\r?\n/)
    .findIndex((linha) => !/^\s*(#.*)?$|^\s*(export\s+)?[A-Za-z_]\w*\s*=/.test(linha));
  if (ruim >= 0) {
    throw new NaoDaParaComecar(
      `.env, linha ${ruim + 1}: esperava NOME=valor. Corrija a linha e rode de novo.`,
    );
  }
  return parseEnv(texto);
}

/** The shell wins over the file. */
function juntar(
  arquivo: NodeJS.Dict<string>,
  ambiente: NodeJS.ProcessEnv,
  nomes: readonly string[],
): Variaveis {
  const juntas: Record<string, string> = {};
  for (const nome of nomes) {
    const valor = (ambiente[nome] ?? arquivo[nome] ?? '').trim();
    if (valor !== '') juntas[nome] = valor;
  }
  return juntas;
}

function ehLocal(endereco: string): boolean {
  try {
    return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endereco).hostname);
  } catch {
    throw new NaoDaParaComecar(
      `Endereço inválido no ambiente: confira ${enderecosDeFora.join(', ')}.`,
    );
  }
}

function conferirEnderecos(definidas: Variaveis, real: boolean): void {
  const deFora = enderecosDeFora.filter((nome) => definidas[nome] && !ehLocal(definidas[nome]));
  if (deFora.length === 0 && !real) return;
  const faltam = enderecosDeFora.filter((nome) => !definidas[nome]);
  if (faltam.length > 0) {
    throw new NaoDaParaComecar(
      `Serviços de verdade só todos juntos: falta definir ${faltam.join(', ')} (ou deixe os três em branco para usar o simulador).`,
    );
  }
  if (!real) {
    throw new NaoDaParaComecar(
      `${deFora.join(', ')} aponta para fora desta máquina: para usar serviços de verdade rode npm start -- --real.`,
    );
  }
}

function lerPastas(dados: string): Pastas {
  if (dados === '') return { dados: dirJulia, bundles: join(raizDoProjeto, 'dist') };
  const pasta = resolve(dados);
  return { dados: pasta, bundles: join(pasta, 'dist') };
}

function lerPortas(ambiente: NodeJS.ProcessEnv): Opcoes['portas'] {
  const portas: Record<keyof typeof portasPadrao, number> = { ...portasPadrao };
  for (const nome of Object.keys(portasPadrao) as (keyof typeof portasPadrao)[]) {
    const variavel = `PORTA_${nome.toUpperCase()}`;
    const bruto = ambiente[variavel];
    if (bruto === undefined || bruto === '') continue;
    const numero = Number(bruto);
    if (!Number.isInteger(numero) || numero < 1 || numero > 65_535) {
      throw new NaoDaParaComecar(`${variavel} deve ser uma porta entre 1 e 65535.`);
    }
    portas[nome] = numero;
  }
  return portas;
}
