import { detectarGatilhoHandoff } from './gatilhos-handoff.ts';
import { pedeOptout } from './optout.ts';
import { textoParaOAgente } from './texto-do-turno.ts';
import type { GatilhoHandoff, Turno } from './turnos.ts';

/** Lengths in UTF-16 units, as configured by MAX_MENSAGEM_CHARS, _TRUNCAR and _REJEITAR. */
export interface LimitesTexto {
  readonly lidos: number;
  readonly resumir: number;
  readonly rejeitar: number;
}

/** DOMAIN rule 13: beyond these Júlia falls silent and a person is told. */
export const maxRespostasPorDia = 30;
export const maxTurnosSemProgresso = 5;

export type Decisao =
  | { tipo: 'silencio'; motivo: string }
  | { tipo: 'optout' }
  | { tipo: 'handoff'; gatilho: GatilhoHandoff; motivo: string; avisar: boolean }
  | { tipo: 'pedir_resumo' }
  | { tipo: 'pedir_texto'; midia: 'audio' | 'video' | 'arquivo' }
  | { tipo: 'agente'; texto: string };

/** What a turn does, in the order of DOMAIN §3: the first rule that applies decides. Pure. */
export function decidir(turno: Turno, limites: LimitesTexto): Decisao {
  if (turno.medico.bloqueado) return { tipo: 'silencio', motivo: 'medico_bloqueado' };
  if (turno.medico.optout) return { tipo: 'silencio', motivo: 'anterior_ao_optout' };

  const textos = turno.pendentes.map((mensagem) => mensagem.texto);
  if (textos.some((texto) => pedeOptout(texto, textos))) return { tipo: 'optout' };
  if (turno.controle === 'humano') return { tipo: 'silencio', motivo: 'controle_humano' };
  if (turno.pendentes.every(naoPedeResposta)) return { tipo: 'silencio', motivo: 'sem_conteudo' };
  const excesso = limiteDeRespostas(turno);
  // To ask for a summary is a reply too.
  if (turno.pendentes.some((m) => m.tamanhoOriginal > limites.resumir))
    return excesso ?? { tipo: 'pedir_resumo' };

  const gatilho = detectarGatilhoHandoff(textos.join('\n'));
  if (gatilho) return { tipo: 'handoff', ...gatilho, avisar: true };
  if (excesso) return excesso;

  const texto = textoParaOAgente(turno.pendentes, limites.lidos);
  if (texto === '') return { tipo: 'pedir_texto', midia: midiaSemTexto(turno) };
  return { tipo: 'agente', texto };
}

function naoPedeResposta({ conteudo }: Turno['pendentes'][number]): boolean {
  return conteudo.tipo === 'sticker' || conteudo.tipo === 'reacao';
}

function limiteDeRespostas(turno: Turno): Decisao | null {
  const motivo =
    turno.respostasHoje >= maxRespostasPorDia
      ? 'respostas_por_dia'
      : turno.turnosSemProgresso >= maxTurnosSemProgresso
        ? 'sem_progresso'
        : null;
  if (motivo === null) return null;
  return { tipo: 'handoff', gatilho: 'limite_respostas', motivo, avisar: false };
}

function midiaSemTexto({ pendentes }: Turno): 'audio' | 'video' | 'arquivo' {
  const tem = (tipo: 'audio' | 'video') => pendentes.some((m) => m.conteudo.tipo === tipo);
  if (tem('video')) return 'video';
  return tem('audio') ? 'audio' : 'arquivo';
}
