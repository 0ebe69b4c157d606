import { waitFor } from '../command.ts';
import type { Nova } from './gerador.ts';

interface ConversaVista {
  readonly telefone: string;
  readonly mensagens: readonly { readonly de: string; readonly em: string }[];
}

export interface Respostas {
  readonly perdidas: readonly string[];
  readonly dobradas: readonly string[];
  /** From the moment a message was sent to its answer on the doctor's phone. */
  readonly demorasMs: readonly number[];
}

/** From its beginning, until the absence of a send that was cut off half-way proves that it may be made again. */
export const PROVA_DE_AUSENCIA_MS = 180_000;
/** That proof, and the minute and the half minute in which somebody looks. */
const PRAZO_MS = PROVA_DE_AUSENCIA_MS + 120_000;
/** Longer than the burst wait and everything a late second answer would need. */
const SOSSEGO_MS = 3_000;

/** Waits until every new message has an answer, and then until no further one comes; each doctor wrote exactly once. */
export async function conferirRespostas(
  simulador: string,
  novas: readonly Nova[],
  prazoMs = PRAZO_MS,
): Promise<Respostas> {
  const limite = performance.now() + prazoMs;
  let contagem = -1;
  let desde = performance.now();
  const vistas = await waitFor('respostas', prazoMs + SOSSEGO_MS + 10_000, async () => {
    const agora = await respostasPorTelefone(simulador);
    const total = novas.reduce(
      (soma, { telefone }) => soma + (agora.get(telefone) ?? []).length,
      0,
    );
    if (total !== contagem) desde = performance.now();
    contagem = total;
    const faltam = novas.some(({ telefone }) => !agora.has(telefone));
    if (faltam && performance.now() < limite) return undefined;
    return performance.now() - desde > SOSSEGO_MS ? agora : undefined;
  });
  const instantes = (nova: Nova) => vistas.get(nova.telefone) ?? [];
  return {
    perdidas: novas.filter((nova) => instantes(nova).length === 0).map((nova) => nova.telefone),
    dobradas: novas.filter((nova) => instantes(nova).length > 1).map((nova) => nova.telefone),
    demorasMs: novas.flatMap((nova) =>
      instantes(nova)
        .slice(0, 1)
        .map((em) => em - nova.enviadaEm),
    ),
  };
}

async function respostasPorTelefone(simulador: string): Promise<Map<string, number[]>> {
  const resposta = await fetch(`${simulador}/simulador/conversas`, {
    signal: AbortSignal.timeout(20_000),
  });
  const conversas = (await resposta.json()) as ConversaVista[];
  return new Map(
    conversas
      .map(({ telefone, mensagens }) => {
        const daJulia = mensagens.filter(({ de }) => de === 'julia');
        return [telefone, daJulia.map(({ em }) => Date.parse(em))] as const;
      })
      .filter(([, instantes]) => instantes.length > 0),
  );
}
