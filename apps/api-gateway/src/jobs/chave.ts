import { AppError } from '@julia/domain';
import { z } from 'zod';

export interface ChaveDeExecucao {
  /** What makes two requests the same run. */
  readonly chave: string;
  /** The scheduled instant; null for a run that a person asked for. */
  readonly tick: Date | null;
}

const uuid = z.uuid();
const instante = z.iso.datetime({ offset: true });

/**
 * Reads `<name>@<tick>` or `manual-<uuid>`. The tick is rewritten in one form, because schedulers that write the same
 * instant in two ways must still be one run.
 */
export function lerChave(nome: string, cabecalho: string | undefined): ChaveDeExecucao {
  if (cabecalho?.startsWith('manual-') && uuid.safeParse(cabecalho.slice(7)).success) {
    return { chave: cabecalho.toLowerCase(), tick: null };
  }
  const prefixo = `${nome}@`;
  if (cabecalho?.startsWith(prefixo)) {
    const lido = instante.safeParse(cabecalho.slice(prefixo.length));
    if (lido.success) {
      const tick = new Date(lido.data);
      return { chave: `${prefixo}${tick.toISOString()}`, tick };
    }
  }
  throw new AppError(
    'input',
    'CHAVE_INVALIDA',
    `Mande o cabeçalho Idempotency-Key como ${nome}@<instante ISO 8601> ou manual-<uuid>.`,
  );
}
