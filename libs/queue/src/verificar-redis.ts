import { Redis } from 'ioredis';
import { AppError } from '@julia/domain';

const prazoMs = 3_000;
const versaoMinima = [6, 2] as const;

export interface RedisVerificado {
  readonly versao: string;
  /** Nothing that forbids running, in Portuguese. */
  readonly avisos: readonly string[];
}

/**
 * Refuses a Redis that would lose jobs. Throws `input` REDIS_INADEQUADO with one Portuguese line per fault, all at once,
 * or `transient` FILA_INDISPONIVEL when it cannot be asked.
 */
export async function verificarRedis(redisUrl: string): Promise<RedisVerificado> {
  const { info, appendfsync } = await consultar(redisUrl);
  const versao = info.get('redis_version') ?? 'desconhecida';
  const faltas: string[] = [];
  const avisos: string[] = [];
  if (!versaoServe(versao)) {
    faltas.push(
      `Redis ${versao} é antigo demais: use a versão ${versaoMinima.join('.')} ou mais nova.`,
    );
  }
  const politica = info.get('maxmemory_policy') ?? 'desconhecida';
  if (politica !== 'noeviction') {
    faltas.push(
      `maxmemory-policy é "${politica}": precisa ser "noeviction", senão o Redis apaga jobs.`,
    );
  }
  if (info.get('aof_enabled') !== '1') {
    faltas.push('appendonly está desligado: precisa ser "yes", senão um reinício perde mensagens.');
  } else if (appendfsync === 'no') {
    faltas.push('appendfsync é "no": use "always" (recomendado) ou "everysec".');
  } else if (appendfsync === 'everysec') {
    avisos.push(
      'appendfsync é "everysec": uma queda de energia pode perder o último segundo. Prefira "always".',
    );
  } else if (appendfsync === null) {
    avisos.push('Não foi possível ler appendfsync: confira se é "always" ou "everysec".');
  }
  if (faltas.length > 0) throw new AppError('input', 'REDIS_INADEQUADO', faltas.join('\n'));
  return { versao, avisos };
}

interface Consulta {
  readonly info: ReadonlyMap<string, string>;
  /** Null where CONFIG is forbidden, as on many hosted servers. */
  readonly appendfsync: string | null;
}

async function consultar(redisUrl: string): Promise<Consulta> {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
    connectTimeout: prazoMs,
    commandTimeout: prazoMs,
  });
  let motivo: unknown;
  redis.on('error', (erro: unknown) => (motivo = erro));
  try {
    await redis.connect();
    const linhas = (await redis.info()).split('\r\n');
    const appendfsync = await redis.config('GET', 'appendfsync').then(
      (par) => par[1] ?? null,
      () => null,
    );
    const pares = linhas.map((linha): [string, string] => {
      const fim = linha.indexOf(':');
      return [linha.slice(0, fim), linha.slice(fim + 1)];
    });
    return { info: new Map(pares), appendfsync };
  } catch (cause) {
    throw new AppError('transient', 'FILA_INDISPONIVEL', explicar(motivo ?? cause), {}, { cause });
  } finally {
    redis.disconnect();
  }
}

/** Never the address: it may carry the password. */
function explicar(erro: unknown): string {
  const texto = erro instanceof Error ? erro.message : '';
  if (/NOAUTH|WRONGPASS/.test(texto)) return 'Redis recusou a senha: confira REDIS_URL.';
  if (/LOADING/.test(texto))
    return 'Redis ainda está carregando os dados: tente de novo em instantes.';
  return 'Redis não respondeu: confira REDIS_URL e se ele está no ar.';
}

function versaoServe(versao: string): boolean {
  const [major = 0, minor = 0] = versao.split('.').map(Number);
  return major > versaoMinima[0] || (major === versaoMinima[0] && minor >= versaoMinima[1]);
}
