import { Log, type Fatos } from '@julia/domain';
import { pino, type DestinationStream, type Logger } from 'pino';
import { contextoAtual } from './context.ts';
import { fatosDoErro } from './error-facts.ts';
import { emLotes } from './line-batches.ts';
import { comCopiaEmArquivo } from './log-copy.ts';

export interface LoggerOptions {
  readonly servico: string;
  readonly versao: string;
  readonly ambiente: string;
  readonly debug: boolean;
  /** Standard output unless a test reads it. */
  readonly destino?: DestinationStream | undefined;
  /** Folder that gets a rotated copy of every line; none when unset. */
  readonly copiaEm?: string | undefined;
}

/** Only a seat belt: nothing logs these in the first place, and a path list never covers every depth. */
const proibidos = [
  'telefone',
  'nome',
  'texto',
  'corpo',
  'authorization',
  'apikey',
  'token',
  'senha',
  'password',
  'secret',
];

/** JSON lines in pino's own format (numeric level, epoch milliseconds) with the fields of the current context. */
export function criarLogger(options: LoggerOptions): Logger {
  const { servico, versao, ambiente, copiaEm: dir } = options;
  const saida = options.destino ?? emLotes(pino.destination({ dest: 1, sync: true }));
  let perdeu = (erro: unknown): void => void (falhaInicial = erro);
  let falhaInicial: unknown;
  const destino = dir
    ? comCopiaEmArquivo(saida, { dir, servico, aoFalhar: (erro) => perdeu(erro) })
    : saida;
  const logger = pino(
    {
      level: options.debug ? 'debug' : 'info',
      base: { servico, versao, ambiente },
      mixin: () => ({ ...contextoAtual() }),
      // The default serializer copies every property of an error, and drivers keep commands and requests there.
      serializers: { err: (err: unknown) => (err instanceof Error ? fatosDoErro(err) : err) },
      redact: { paths: proibidos.flatMap((nome) => [nome, `*.${nome}`]), censor: '[oculto]' },
    },
    destino,
  );
  perdeu = (erro) =>
    logger.warn(fatosDoErro(erro), 'log copy is off: its folder cannot be written');
  if (falhaInicial !== undefined) perdeu(falhaInicial);
  return logger;
}

/** A readable stream for a person at a terminal in development; undefined everywhere else. */
export async function destinoLegivel(ambiente: string): Promise<DestinationStream | undefined> {
  if (ambiente !== 'development' || !process.stdout.isTTY) return undefined;
  try {
    const { default: pretty } = await import('pino-pretty');
    return pretty({ ignore: 'pid,hostname,versao,ambiente', sync: true });
  } catch {
    return undefined;
  }
}

/** The domain's log on pino. */
export class PinoLog extends Log {
  private readonly logger: Logger;

  constructor(logger: Logger) {
    super();
    this.logger = logger;
  }

  info(fatos: Fatos, msg: string): void {
    this.logger.info(fatos, msg);
  }

  warn(fatos: Fatos, msg: string): void {
    this.logger.warn(fatos, msg);
  }

  error(fatos: Fatos, msg: string): void {
    this.logger.error(fatos, msg);
  }
}
