import { aceiteNomeia, vagaMostrada, type Turno, type VagaOferecida } from '@julia/domain';
import type { Fatos } from './fatos.ts';

/** Found by an earlier turn or by this one; null for a handle nobody gave the model. */
export function acharVaga(handle: string, turno: Turno, fatos: Fatos): VagaOferecida | null {
  return conhecidas(turno, fatos).find((vaga) => vaga.handle === handle) ?? null;
}

/**
 * Whether a yes of this message can be for this vaga: an earlier turn found it, it was written to the doctor, or his
 * words name it. One that this turn found for itself he has never seen.
 */
export function medicoConhece(
  vaga: VagaOferecida,
  textoDoMedico: string,
  turno: Turno,
  fatos: Fatos,
): boolean {
  const outras = conhecidas(turno, fatos).filter(({ handle }) => handle !== vaga.handle);
  return (
    handlesDeAntes(turno).has(vaga.handle) ||
    vagaMostrada(vaga, turno.historico) ||
    aceiteNomeia(textoDoMedico, vaga, outras, turno.agora)
  );
}

/**
 * Handles the conversation had before this turn. A turn that runs again reads its own finds among the offers, so there
 * the first round's stored context decides, which listed them as they were.
 */
export function handlesDeAntes({ ofertas = [], passos }: Turno): ReadonlySet<string> {
  const contexto = passos[0]?.['contexto'];
  return new Set(
    typeof contexto === 'string'
      ? [...contexto.matchAll(/^(V\d+) = /gm)].map(([, handle = '']) => handle)
      : ofertas.map(({ handle }) => handle),
  );
}

function conhecidas({ ofertas = [] }: Turno, { vagas }: Fatos): VagaOferecida[] {
  return [...ofertas, ...vagas];
}
