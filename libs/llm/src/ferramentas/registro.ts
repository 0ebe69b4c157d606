import { agendarLembrete } from './agendar-lembrete.ts';
import { buscarVagas } from './buscar-vagas.ts';
import type { Ferramenta } from './ferramenta.ts';
import { reservarPlantao } from './reservar-plantao.ts';
import { transferirParaHumano } from './transferir-para-humano.ts';

/** Every tool the model may ask for. The order is part of the cached prefix: append, do not sort. */
export const ferramentas: readonly Ferramenta[] = [
  buscarVagas,
  reservarPlantao,
  agendarLembrete,
  transferirParaHumano,
];
