import { existsSync } from 'node:fs';
import { lerArquivo, NaoDaParaComecar } from '../start/opcoes.ts';
import { conferirOsSeus } from '../start/vizinhos.ts';
import type { Variaveis } from '../stack/ambiente.ts';

/** Only these two talk to Redis and the database. */
const comDados: ReadonlySet<string> = new Set(['apps/api-gateway', 'apps/fila-worker']);

export interface ArquivosDeAmbiente {
  readonly env: string;
  /** What the last `npm start` gave to its own services. */
  readonly doStart: string;
}

/** The environment of the last `npm start`, with whatever `.env` and the shell say laid over it. */
export function ambienteDoServico(
  arquivos: ArquivosDeAmbiente,
  doShell: NodeJS.ProcessEnv,
): Variaveis {
  if (!existsSync(arquivos.env) && !existsSync(arquivos.doStart)) {
    throw new NaoDaParaComecar(
      'Falta o ambiente deste serviço: rode `npm start` em outro terminal uma vez (cria um de desenvolvimento), ou `cp .env.example .env` e preencha.',
    );
  }
  const juntas: Record<string, string> = {};
  for (const fonte of [lerArquivo(arquivos.doStart), lerArquivo(arquivos.env), doShell]) {
    // Blank is the same as absent, as everywhere.
    for (const [nome, valor] of Object.entries(fonte)) if (valor?.trim()) juntas[nome] = valor;
  }
  // What HOST says in `.env` is for a container.
  return { ...juntas, HOST: doShell['HOST'] ?? '127.0.0.1' };
}

/** One line now instead of a service that waits for its neighbours. */
export async function exigirVizinhos(
  raizDoApp: string,
  projeto: string,
  ambiente: Variaveis,
): Promise<void> {
  if (!comDados.has(raizDoApp)) return;
  const remedio = `inicie-o, ou rode em outro terminal: npm start -- --sem ${projeto}`;
  await conferirOsSeus(ambiente, remedio);
}
