import { ConfigError, loadConfig, type EnvShape, type Loaded } from '@julia/config';
import { z } from 'zod';

/** What one service answered; `linhas` are Portuguese and carry no value. */
export interface Conexao {
  readonly servico: string;
  readonly estado: 'ok' | 'aviso' | 'erro' | 'pulado';
  readonly linhas: readonly string[];
}

export type Env = Readonly<Record<string, string | undefined>>;

const prazoMs = 10_000;

export interface Pedido {
  readonly metodo?: 'GET' | 'POST';
  readonly cabecalhos?: Readonly<Record<string, string>>;
  readonly corpo?: unknown;
}

export interface Resposta {
  readonly status: number;
  readonly corpo: unknown;
}

/** The service could not be asked at all; `message` says why and what to look at. */
class SemResposta extends Error {}

const motivos: Readonly<Record<string, string>> = {
  ENOTFOUND: 'o nome não existe no DNS: confira o endereço',
  EAI_AGAIN: 'o DNS não respondeu: confira a rede do contêiner',
  ECONNREFUSED: 'ninguém atende nesse endereço e porta: confira se o serviço está no ar',
  ECONNRESET: 'a conexão foi cortada: confira http ou https e a porta',
  EHOSTUNREACH: 'não há rota até o endereço: confira a rede do contêiner',
  ENETUNREACH: 'não há rota até o endereço: confira a rede do contêiner',
};

export async function pedir(endereco: string, opcoes: Pedido = {}): Promise<Resposta> {
  const { metodo = 'GET', cabecalhos = {}, corpo } = opcoes;
  try {
    const resposta = await fetch(endereco, {
      method: metodo,
      headers: {
        ...cabecalhos,
        ...(corpo !== undefined && { 'content-type': 'application/json' }),
      },
      ...(corpo !== undefined && { body: JSON.stringify(corpo) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(prazoMs),
    });
    const texto = await resposta.text();
    return { status: resposta.status, corpo: comoJson(texto) };
  } catch (erro) {
    throw new SemResposta(motivoDe(erro));
  }
}

function comoJson(texto: string): unknown {
  try {
    return JSON.parse(texto);
  } catch {
    return texto;
  }
}

/** What `fetch` throws: a `TypeError` whose cause carries the code of the socket. */
const falhaSchema = z
  .object({
    name: z.string().catch(''),
    cause: z.object({ code: z.string() }).catch({ code: '' }),
  })
  .catch({ name: '', cause: { code: '' } });

function motivoDe(erro: unknown): string {
  const { name, cause } = falhaSchema.parse(erro);
  if (name === 'TimeoutError') return 'não respondeu em 10 s';
  if (/CERT|SELF_SIGNED|SSL|TLS/.test(cause.code)) return 'o certificado não foi aceito';
  return motivos[cause.code] ?? 'não respondeu: confira o endereço e a rede do contêiner';
}

/** Asks one service with the variables it needs; what is missing or wrong is said by the check before. */
export async function sondar<S extends EnvShape>(
  servico: string,
  env: Env,
  forma: S,
  perguntar: (config: Loaded<S>) => Promise<Omit<Conexao, 'servico'>>,
): Promise<Conexao> {
  try {
    return { servico, ...(await perguntar(loadConfig(forma, { env }))) };
  } catch (erro) {
    if (erro instanceof ConfigError) {
      const nomes = [...new Set(erro.falhas.map(({ variavel }) => variavel))].join(', ');
      return { servico, estado: 'pulado', linhas: [`corrija antes: ${nomes}`] };
    }
    if (erro instanceof SemResposta) return { servico, estado: 'erro', linhas: [erro.message] };
    throw erro;
  }
}

export const bem = (linha: string): Omit<Conexao, 'servico'> => ({ estado: 'ok', linhas: [linha] });
export const mal = (...linhas: string[]): Omit<Conexao, 'servico'> => ({ estado: 'erro', linhas });
export const avisar = (...linhas: string[]): Omit<Conexao, 'servico'> => ({
  estado: 'aviso',
  linhas,
});
